interface TrustedTypes {
	createPolicy(name: string, rules: UrlPolicy): UrlPolicy;
}
interface UrlPolicy {
	createScriptURL(url: string): string;
}

let policy: UrlPolicy | undefined;

/** Pages that enforce Trusted Types start workers only from addresses that a named policy made. */
export function trusted(url: string): string {
	const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
	policy ??= trustedTypes?.createPolicy('push-or-poll-worker', { createScriptURL: (own) => own });
	return policy?.createScriptURL(url) ?? url;
}
