import type {NamedContract, WantedContract} from '../../protocols/model.js'
import {addressProblem, decimalsProblem} from './given-contracts.js'
import {requestOf, type Place} from './place.js'
import type {Questions} from './questions.js'

/** The place with every contract that changes of these assets need. Undefined when something is missing. */
export async function askContracts(
  place: Place,
  assets: readonly string[],
  questions: Questions,
): Promise<Place | undefined> {
  const wanted = place.definition.drafting.contracts?.(requestOf(place), assets) ?? []
  const found: [string, NamedContract][] = []
  for (const each of wanted) {
    const contract = await askContract(each, questions)
    if (contract) found.push([each.name, contract])
  }
  if (found.length < wanted.length) return undefined
  return {...place, contracts: {...place.contracts, ...Object.fromEntries(found)}}
}

async function askContract(
  {name, title, decimals}: WantedContract,
  questions: Questions,
): Promise<NamedContract | undefined> {
  const {asker} = questions
  if (!asker) {
    questions.lacks(`--contract ${name}=ADDRESS${decimals ? ',DECIMALS' : ''}`)
    return undefined
  }
  const address = await asker.value({
    message: `Address of ${name}`,
    hint: () => [`It is ${title}; the proposal brings it along.`],
    validate: (text) => addressProblem(text) ?? true,
  })
  if (!decimals) return {address}
  const count = await asker.value({
    message: `Decimals of ${name}`,
    hint: () => ['Of what it holds: amounts are counted by them.'],
    validate: (text) => decimalsProblem(text) ?? true,
  })
  return {address, decimals: Number(count)}
}
