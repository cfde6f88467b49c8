import { testTheFormulasOf } from './testExpected.ts';

testTheFormulasOf('longPolling');
