/** Mulberry32: a small seeded generator, so that the same data gives the same model. Values in [0, 1). */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The probability that the label is 1. */
export function probability(weights, inputs) {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] * inputs[i];
  return 1 / (1 + Math.exp(-sum));
}

function shuffle(order, random) {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
}

/**
 * Logistic regression by stochastic gradient descent with a falling step size; the weights of the second half of the
 * epochs are averaged, which takes the noise of the last steps out (Polyak and Juditsky, 1992).
 */
export function train(inputs, labels, { epochs, stepSize, seed }) {
  const random = seededRandom(seed);
  const order = inputs.map((_, row) => row);
  const weights = new Float64Array(inputs[0].length);
  const average = new Float64Array(weights.length);
  let averaged = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const step = stepSize / (1 + epoch);
    for (const row of order) {
      const error = labels[row] - probability(weights, inputs[row]);
      for (let i = 0; i < weights.length; i++) weights[i] += step * error * inputs[row][i];
    }
    if (2 * epoch >= epochs) {
      averaged += 1;
      for (let i = 0; i < weights.length; i++) average[i] += (weights[i] - average[i]) / averaged;
    }
  }
  return average;
}
