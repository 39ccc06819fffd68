/** A configuration in which ours cannot be placed; the message has the place, not the file. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';
}
