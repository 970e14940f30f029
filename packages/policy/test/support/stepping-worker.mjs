// A worker thread that asks for leave before each atomic step it makes on a budget, so that the test decides the interleaving.
import { parentPort } from 'node:worker_threads'
import { SharedBudget } from '../../dist/index.js'

const [WAITING, DONE] = [1, 3]
const [GRANTED, REFUSED, RELEASED] = [1, 2, 3]
const { store, notify, wait, compareExchange } = Atomics

/** Runs a part of the test that pauses before each atomic step until the test lets it go on. */
function stepping(states, index, body) {
  const originals = ['load', 'store', 'compareExchange', 'add'].map(verb => [verb, Atomics[verb]])
  for (const [verb, original] of originals) {
    Atomics[verb] = (...args) => {
      store(states, index, WAITING)
      notify(states, index)
      wait(states, index, WAITING)
      return original.apply(Atomics, args)
    }
  }
  try {
    body()
  } finally {
    for (const [verb, original] of originals) Atomics[verb] = original
  }
}

parentPort.on('message', ({ token, states, tickets, index, programs, workers }) => {
  const budget = SharedBudget.from(token)
  const longest = Math.max(...programs.map(program => program.length))

  /** Takes over some granted ticket of any worker, the `pick`-th from the first, and releases it. */
  function releaseAny(pick) {
    for (let offset = 0; offset < tickets.length; offset++) {
      const ticket = (pick + offset) % tickets.length
      if (compareExchange(tickets, ticket, GRANTED, RELEASED) !== GRANTED) continue
      const owner = Math.floor(ticket / longest)
      budget.release(workers[owner], programs[owner][ticket % longest].claim)
      return
    }
  }

  stepping(states, index, () => {
    for (const [step, { claim, release, change }] of programs[index].entries()) {
      if (claim !== undefined) {
        const granted = budget.claim(workers[index], claim)
        store(tickets, index * longest + step, granted ? GRANTED : REFUSED)
      }
      if (release !== undefined) releaseAny(release)
      if (change !== undefined) budget.reconfigure(change)
    }
  })
  store(states, index, DONE)
  notify(states, index)
})

parentPort.postMessage('ready')
