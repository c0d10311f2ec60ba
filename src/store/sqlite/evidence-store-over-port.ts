/** EvidenceStore over a port to the engine. */
import type { EvidenceStore } from '../evidence-store.ts';
import type { Port } from './port.ts';

export function createEvidenceStore(port: Port): EvidenceStore {
  return {
    record: (answers) => port.write('recordAnswers', answers, { rows: answers.length, bytes: 0 }),
    history: (query) => port.read('answerHistory', query),
    answers: (query) => port.read('liveAnswers', query),
    keepLearned: (learned) => port.write('keepLearned', learned, { rows: 1, bytes: 2 * learned.tables.length }),
    learned: (campaignId) => port.read('learnedTables', campaignId),
    prune: (before, limit) => port.maintain('pruneEvidence', { before }, limit),
  };
}
