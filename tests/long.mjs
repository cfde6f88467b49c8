// `npm run test:long`: what takes too long for every change: millions of addresses, tens of thousands of
// random scenarios, an hour of use, minutes of a monkey and of a host's flood, every state of the page in
// every theme and width, and the browsers that are here; the environment may say otherwise. One part that
// fails does not hide the others.
import { spawnSync } from 'node:child_process';

const env = {
	LONG: '1',
	VITE_LONG: '1', // tests in a browser see only names that begin like this
	MONKEY_SECONDS: '960',
	SOAK_SECONDS: '3600',
	FLOOD_SECONDS: '60',
	...process.env,
};
const commands = [
	'npx vitest run --project unit',
	'npx vitest run --project browser',
	'npx vite build && npm run -s build:scorm',
	'npx playwright test -c tests --project=start --workers=1 --retries=0',
	'npx playwright test -c tests --project=page --no-deps --workers=1 --retries=0',
	'npm run -s release',
	'npm run -s test:browsers',
];
const failed = commands.filter(
	(command) => spawnSync(command, { shell: true, stdio: 'inherit', env }).status !== 0,
);
for (const command of failed) console.error(`Failed: ${command}`);
process.exitCode = failed.length > 0 ? 1 : 0;
