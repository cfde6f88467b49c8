import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { LICENCES } from './licences.ts';
import { SINGLE_FILE } from './singleFile.ts';

const FROM = 'dist-single';
const TO = 'dist-scorm/push-or-poll-scorm12.zip';

/** Zip archives cannot tell an earlier time, and the same input must give the same archive. */
const NO_TIME = new Date(1980, 0, 1);

/**
 * Packs the single file as a SCORM 1.2 package. `args` may hold the query of the page that learners
 * get, such as `lesson=ID&controls=users`; it is an embed in any case.
 */
export function main(args: readonly string[]): number {
	const query = ['embed=1', ...args.map((text) => text.replace(/^\?/, ''))].join('&');
	const files = {
		'imsmanifest.xml': strToU8(manifest(query)),
		[SINGLE_FILE]: read(SINGLE_FILE),
		[LICENCES]: read(LICENCES),
	};
	mkdirSync('dist-scorm', { recursive: true });
	writeFileSync(TO, zipSync(files, { level: 9, mtime: NO_TIME }));
	process.stdout.write(`${TO}: opens ?${query}\n`);
	return 0;
}

function read(file: string): Uint8Array {
	return new Uint8Array(readFileSync(join(FROM, file)));
}

/** What a learning system reads first: one item, which is one page. */
export function manifest(query: string): string {
	const parameters = `?${query}`.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
	return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="push-or-poll" version="1.0"
	xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
	xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
	<metadata>
		<schema>ADL SCORM</schema>
		<schemaversion>1.2</schemaversion>
	</metadata>
	<organizations default="push-or-poll-organization">
		<organization identifier="push-or-poll-organization">
			<title>Push or Poll</title>
			<item identifier="push-or-poll-item" identifierref="push-or-poll-resource"
				parameters="${parameters.replaceAll('<', '&lt;')}">
				<title>Push or Poll</title>
			</item>
		</organization>
	</organizations>
	<resources>
		<resource identifier="push-or-poll-resource" type="webcontent" adlcp:scormtype="sco"
			href="${SINGLE_FILE}">
			<file href="${SINGLE_FILE}"/>
		</resource>
	</resources>
</manifest>
`;
}
