// What the pages gain where scripts run. Every page is whole without it, and nothing is remembered.
import { openAllOnDemand } from "./proofs.js";
import { openForPrint } from "./print.js";
import { sendOnlyWhatIsSet } from "./filters.js";
import { drawChains } from "./trace.js";
import { followProgress } from "./progress.js";
import { judgeByKeys } from "./queue.js";
import { printOnDemand } from "./prints.js";
import { showTabs } from "./tabs.js";
import { suggestThings } from "./suggest.js";

openAllOnDemand(document);
openForPrint(window);
sendOnlyWhatIsSet(document);
drawChains(document);
followProgress(document, window);
judgeByKeys(document);
printOnDemand(document, window);
showTabs(document);
suggestThings(document, window);
