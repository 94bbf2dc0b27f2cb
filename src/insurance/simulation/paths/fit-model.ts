import {bootstrapModel} from './bootstrap.js'
import {filteredModel} from './filtered.js'
import {garchTModel} from './garch-t.js'
import {jumpDiffusionModel} from './jump-diffusion.js'
import type {LogBars} from './log-bars.js'
import type {PathModel, PathModelName} from './model.js'

/** The law of that name, fitted to history. */
export function fitModel(name: PathModelName, history: LogBars): PathModel {
  switch (name) {
    case 'filtered':
      return filteredModel(history)
    case 'garch-t':
      return garchTModel(history)
    case 'bootstrap':
      return bootstrapModel(history)
    case 'jump-diffusion':
      return jumpDiffusionModel(history)
  }
}
