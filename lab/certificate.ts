import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

/** A key and its certificate, both PEM. */
export interface Identity {
	readonly key: string;
	readonly cert: string;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
/** The version field of a certificate is wrapped in context tag 0. */
const VERSION_TAG = 0xa0;

/** 1.2.840.10045.4.3.2, ecdsa-with-SHA256 (RFC 5758, 3.2), and 2.5.4.3, commonName, in DER. */
const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');

function der(tag: number, ...content: readonly Buffer[]): Buffer {
	const body = Buffer.concat(content);
	if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
	const length = Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
	return Buffer.concat([Buffer.from([tag]), length, body]);
}

function bits(content: Buffer): Buffer {
	return der(BIT_STRING, Buffer.from([0]), content);
}

/** Makes an ECDSA P-256 key and a self-signed certificate for it (RFC 5280, 4.1): Node has no call for that. */
export function makeIdentity(name: string): Identity {
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
	const algorithm = der(SEQUENCE, ECDSA_WITH_SHA256);
	const commonName = der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, Buffer.from(name)));
	const subject = der(SEQUENCE, der(SET, commonName));
	const times = ['200101000000Z', '491231235959Z'].map((time) => der(UTC_TIME, Buffer.from(time)));
	const toBeSigned = der(
		SEQUENCE,
		der(VERSION_TAG, der(INTEGER, Buffer.from([2]))),
		der(INTEGER, Buffer.from([1])),
		algorithm,
		subject,
		der(SEQUENCE, ...times),
		subject,
		publicKey,
	);
	const signature = sign('sha256', toBeSigned, privateKey);
	const certificate = der(SEQUENCE, toBeSigned, algorithm, bits(signature));
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
		cert: pem('CERTIFICATE', certificate),
	};
}

function pem(label: string, content: Buffer): string {
	const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
	return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
