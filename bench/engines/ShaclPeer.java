import java.util.Iterator;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ValidationReport;

/** Loads a file into a graph in memory, validates it by a file of shapes, and prints seconds and results as JSON. */
public class ShaclPeer {
    public static void main(String[] files) {
        Shapes shapes = Shapes.parse(RDFDataMgr.loadGraph(files[0]));
        long start = System.nanoTime();
        Graph data = RDFDataMgr.loadGraph(files[1]);
        long loaded = System.nanoTime();
        ValidationReport report = ShaclValidator.get().validate(shapes, data);
        long done = System.nanoTime();
        System.out.printf("{\"load\": %.3f, \"validate\": %.3f, \"results\": %d}%n",
            (loaded - start) / 1e9, (done - loaded) / 1e9, report.getEntries().size());
    }
}
