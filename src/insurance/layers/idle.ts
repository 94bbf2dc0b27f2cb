/** The step of a layer to which the passing of time does nothing: one function for all, by which a stack knows to leave it out. */
export function idle(): void {
  // What such a layer needs to know comes with the loss.
}
