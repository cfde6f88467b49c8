/** What follows the first figures at once, in one file: for a slow phone each costs time, however small it is. */
export { default as Further } from './Further.svelte';
export { default as HandoutPrinter } from './HandoutPrinter.svelte';
export { default as OverTime } from './OverTime.svelte';
export { default as PinBar } from './PinBar.svelte';
export { default as ServerCharts } from './ServerCharts.svelte';
export { practise } from '../app/practice.ts';
export { keepForOffline } from '../worker/offline.ts';
