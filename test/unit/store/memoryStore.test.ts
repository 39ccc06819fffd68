import { systemClock } from '../../../shared/clock.ts';
import { openMemoryStore } from '../../../server/store/memoryStore.ts';
import { storeContract } from './contract.ts';

storeContract('memory store', () => Promise.resolve(openMemoryStore(systemClock)));
