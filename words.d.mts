export function collectWords(root: string): { texts: string[]; faults: string[] };
