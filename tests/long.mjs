// `npm run test:long`: what takes too long for every change. Two million addresses, a thousand of them
// in the page, ten minutes of a monkey, an hour of use, a minute of a host's flood, and the browsers that
// are here; the environment may say otherwise.
import { spawnSync } from 'node:child_process';

const env = {
	LONG: '1',
	MONKEY_SECONDS: '600',
	SOAK_SECONDS: '3600',
	FLOOD_SECONDS: '60',
	...process.env,
};
const commands = [
	'npx vitest run --project unit src/app/url.test.ts',
	'npx vite build',
	'npx playwright test -c tests --project=page --no-deps --workers=1 --retries=0 monkey endure embed robust',
	'npm run -s test:browsers',
];
for (const command of commands) {
	const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env });
	if (status !== 0) process.exit(status ?? 1);
}
