import { expose } from 'comlink';
import { createTheory } from './theory.ts';

expose(createTheory());
