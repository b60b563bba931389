// The editor of the SPARQL page, loaded there alone. Without it the page has the plain field that it stands for.
import { editQueries } from "./sparql-editor.js";

editQueries(document);
