/**
 * A binary heap of (key, slot, epoch) with the largest key on top, in typed arrays. Equal keys leave in the order of their
 * slots, so that a run does not depend on the history of insertions.
 */
export class Heap {
  size = 0
  private keys: Float64Array
  private slots: Int32Array
  private epochs: Int32Array

  constructor(capacity = 64) {
    this.keys = new Float64Array(capacity)
    this.slots = new Int32Array(capacity)
    this.epochs = new Int32Array(capacity)
  }

  /** The largest key, -Infinity when the heap is empty. */
  get top(): number {
    return this.size === 0 ? -Infinity : (this.keys[0] as number)
  }

  get topSlot(): number {
    return this.slots[0] as number
  }

  get topEpoch(): number {
    return this.epochs[0] as number
  }

  push(key: number, slot: number, epoch: number): void {
    if (this.size === this.keys.length) this.grow()
    let i = this.size++
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!this.above(key, slot, parent)) break
      this.move(parent, i)
      i = parent
    }
    this.put(i, key, slot, epoch)
  }

  pop(): void {
    const last = --this.size
    if (last === 0) return
    const key = this.keys[last] as number
    const slot = this.slots[last] as number
    const epoch = this.epochs[last] as number
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= last) break
      if (child + 1 < last && this.above(this.keys[child + 1] as number, this.slots[child + 1] as number, child))
        child++
      if (this.above(key, slot, child)) break
      this.move(child, i)
      i = child
    }
    this.put(i, key, slot, epoch)
  }

  private above(key: number, slot: number, i: number): boolean {
    const other = this.keys[i] as number
    return key > other || (key === other && slot < (this.slots[i] as number))
  }

  private move(from: number, to: number): void {
    this.put(to, this.keys[from] as number, this.slots[from] as number, this.epochs[from] as number)
  }

  private put(i: number, key: number, slot: number, epoch: number): void {
    this.keys[i] = key
    this.slots[i] = slot
    this.epochs[i] = epoch
  }

  private grow(): void {
    const {epochs, keys, slots} = this
    this.keys = new Float64Array(2 * keys.length)
    this.slots = new Int32Array(2 * slots.length)
    this.epochs = new Int32Array(2 * epochs.length)
    this.keys.set(keys)
    this.slots.set(slots)
    this.epochs.set(epochs)
  }
}
