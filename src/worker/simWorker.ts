import { expose } from 'comlink';
import { createDriver } from './driver.ts';

expose(createDriver());
