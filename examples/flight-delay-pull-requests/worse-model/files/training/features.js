/**
 * What the model may look at. A `numeric` column is standardised, and a missing value counts as the mean; each value
 * of a `categorical` column becomes an input of its own.
 */
export const FEATURES = {
  numeric: ['distance', 'temp', 'dewp', 'humid', 'wind_speed', 'precip', 'pressure', 'visib'],
  categorical: ['carrier', 'origin', 'hour'],
};
