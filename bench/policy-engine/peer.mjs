// Decides the scenarios of a folder with @cloud-copilot/iam-simulate and prints a line for each file:
// name, decisions, decisions a second of processor time (the best round, and the median), and which of its two entries was measured.
//   node peer.mjs MODULES FOLDER ROUNDS
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'

const [modules, folder, rounds] = process.argv.slice(2)
const simulate = createRequire(path.join(path.resolve(modules), 'x.js'))('@cloud-copilot/iam-simulate')

const convert = (scenario) => {
  const { principal, action, resource, resourceAccount, context } = scenario.request
  const targets = (list) => (list ?? []).map(({ target, policies }) => ({ orgIdentifier: target, policies }))
  return {
    request: { principal, action, resource: { resource, accountId: resourceAccount }, contextVariables: context },
    identityPolicies: scenario.identityPolicies,
    serviceControlPolicies: targets(scenario.serviceControlPolicies),
    resourceControlPolicies: [],
    ...(scenario.resourcePolicy && { resourcePolicy: scenario.resourcePolicy }),
    ...(scenario.permissionsBoundaries && { permissionBoundaryPolicies: scenario.permissionsBoundaries }),
  }
}

// Its entry without validation is the faster one, and fails on a resource policy that has no name.
const bare = async (input) => simulate.runUnsafeSimulation(input, {})
const whole = async (input) => (await simulate.runSimulation(input, {})).overallResult

for (const file of fs.readdirSync(folder).sort()) {
  const inputs = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')).map(convert)
  let entry = bare
  try { await bare(inputs[0]) } catch { entry = whole }
  const outcomes = new Set()
  for (const input of inputs) outcomes.add(await entry(input))
  const run = async (seconds) => {
    let count = 0
    const start = process.cpuUsage()
    const spent = () => { const { user, system } = process.cpuUsage(start); return (user + system) / 1e6 }
    while (spent() < seconds) {
      for (const input of inputs) await entry(input)
      count += inputs.length
    }
    return count / spent()
  }
  await run(3)
  const speeds = []
  for (let i = 0; i < Number(rounds); i++) speeds.push(await run(0.5))
  speeds.sort((a, b) => a - b)
  const name = entry === bare ? 'runUnsafeSimulation' : 'runSimulation'
  console.log([path.basename(file, '.json'), [...outcomes].join(), ...[speeds.at(-1), speeds[speeds.length >> 1]].map(Math.round), name].join('\t'))
}
