/** The GitHub workflow of a proposals repository. Values of the event reach the shell through the environment only. */
export function workflow(version: string): string {
  return `# Checks and reviews the proposals that a pull request changes; the findings stand in the summary of the run.
name: proposals
on:
  pull_request:
    paths: ["proposals/**"]
permissions:
  contents: read
env:
  # What npm installs: a version, a tarball or a git URL. Set the repository variable PLIMSOLL to pin another.
  PLIMSOLL: \${{ vars.PLIMSOLL || 'plimsoll@${version}' }}
jobs:
  review:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - name: Install
        run: npm install --global "$PLIMSOLL"
      - name: Find the changed proposals
        env:
          BASE: \${{ github.event.pull_request.base.sha }}
        run: |
          git diff -z --name-only --diff-filter=d "$BASE...HEAD" -- 'proposals/*.yaml' 'proposals/*.yml' > "$RUNNER_TEMP/changed"
      - name: Check
        run: |
          xargs -0 -r plimsoll check --no-color < "$RUNNER_TEMP/changed"
      - name: Review
        if: always()
        run: |
          status=0
          while IFS= read -r -d '' file; do
            code=0
            plimsoll review --no-color "$file" > "$RUNNER_TEMP/review" 2>&1 || code=$?
            case $code in
              0) answer='pass' ;;
              1) answer='FAIL' ;;
              3) answer='CANNOT TELL' ;;
              *) answer='cannot be read' ;;
            esac
            {
              printf '## %s\\n\\n%s\\n\\n~~~~~~~~~~\\n' "$answer" "$(sha256sum < "$file" | cut -c -64)"
              printf '%s\\n\\n' "$file"
              cat "$RUNNER_TEMP/review"
              printf '~~~~~~~~~~\\n\\n'
            } >> "$GITHUB_STEP_SUMMARY"
            cat "$RUNNER_TEMP/review"
            if [ "$code" -ne 0 ]; then status=1; fi
          done < "$RUNNER_TEMP/changed"
          exit "$status"
`
}
