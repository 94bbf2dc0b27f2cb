import {checkSource} from '../check/check.js'
import type {Finding} from '../check/finding.js'
import type {LoadedProposal} from '../proposal/model.js'
import {loadSource, validProposal} from './load-proposal.js'

/** Reads a proposal, and what the lint rules find in it. @throws PROPOSAL_INVALID as `validProposal` */
export async function loadChecked(file: string): Promise<{proposal: LoadedProposal; findings: readonly Finding[]}> {
  const source = await loadSource(file)
  const {findings, proposal = validProposal(source)} = checkSource(source)
  return {findings, proposal}
}
