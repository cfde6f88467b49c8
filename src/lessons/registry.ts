import { BATTERY } from './battery.ts';
import { GROWING } from './growing.ts';
import { HELD_CONNECTION } from './heldConnection.ts';
import type { Lesson } from './lesson.ts';
import { LONG_POLLING } from './longPolling.ts';
import { MONEY } from './money.ts';
import { POLLING } from './polling.ts';
import { SLOW_DATA } from './slowData.ts';
import { SSE_OR_WEB_SOCKET } from './sseOrWebSocket.ts';
import { STAYING_CONNECTED } from './stayingConnected.ts';

/** All lessons, in the order in which they build on each other. */
export const LESSONS: readonly Lesson[] = [
	POLLING,
	HELD_CONNECTION,
	LONG_POLLING,
	SSE_OR_WEB_SOCKET,
	BATTERY,
	STAYING_CONNECTED,
	GROWING,
	SLOW_DATA,
	MONEY,
];
