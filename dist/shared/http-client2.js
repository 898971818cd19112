import { t as require_http_client } from "./http-client.js";

export default require_http_client();

export {  };