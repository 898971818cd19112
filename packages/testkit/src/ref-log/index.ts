export { type ContractCase, type RefLogSubject, refLogContract } from './contract.ts';
export {
  inMemoryRefLog,
  type MemoryRefLog,
  type MemoryRefLogOptions,
  type RefLogFault,
  type RefLogOperation,
  SimulatedCrash,
} from './memory-ref-log.ts';
