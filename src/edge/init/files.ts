import path from 'node:path'

import {writeProposal} from '../../proposal/write.js'
import {loadProposal} from '../load-proposal.js'
import {PACKAGE_ROOT} from '../package-root.js'
import {SCHEMA_FILE, schemaText} from '../schema-file.js'
import {workflow} from './workflow.js'

const EXAMPLE = 'aave-v3-weth-liquidation-threshold.yaml'

const README = `# Proposals

Changes to governed risk parameters, one YAML file each, in [proposals/](proposals). The file is what is discussed, what is
backtested, what is encoded and what signers verify.

    plimsoll draft --out proposals/my-change.yaml    # ask for everything, write the file
    plimsoll check proposals/*.yaml                  # what is wrong, with line and column
    plimsoll review proposals/${EXAMPLE}
    plimsoll encode proposals/${EXAMPLE} --out artefacts
    plimsoll verify proposals/${EXAMPLE} --tx artefacts/safe-transaction.json
    plimsoll diff proposals/${EXAMPLE} --rpc "$RPC_URL"

A pull request that touches a proposal is checked and reviewed by [a workflow](.github/workflows/proposals.yml); what it
finds stands in the summary of the run.

## Editors

\`proposals/${SCHEMA_FILE}\` lets an editor with the YAML language server (in VS Code: the extension
\`redhat.vscode-yaml\`) complete and check proposals while you type: each file names it in its first line. After an update
of Plimsoll, \`plimsoll schema > proposals/${SCHEMA_FILE}\` renews it.

## Bytes

Signers compare a proposal's sha256. So nothing may change its bytes on the way: \`.gitattributes\` keeps git from turning
line ends, \`.prettierignore\` keeps the formatter away.
`

/** What `init` writes, by path inside the folder. */
export async function starterFiles(version: string): Promise<Record<string, string>> {
  const {proposal} = await loadProposal(path.join(PACKAGE_ROOT, 'proposals', EXAMPLE))
  const notes = ['An example: run `plimsoll review` on it, then change it or remove it.']
  return {
    '.gitattributes': '# signers compare the sha256 of these files\nproposals/** -text\n',
    '.github/workflows/proposals.yml': workflow(version),
    '.prettierignore': '# read byte for byte\nproposals/\n',
    '.vscode/extensions.json': '{\n  "recommendations": ["redhat.vscode-yaml"]\n}\n',
    'README.md': README,
    [`proposals/${EXAMPLE}`]: writeProposal(proposal, {schema: `./${SCHEMA_FILE}`, notes}),
    [`proposals/${SCHEMA_FILE}`]: schemaText(),
  }
}
