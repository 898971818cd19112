export { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
