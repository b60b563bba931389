import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.system.Txn;
import org.apache.jena.tdb2.TDB2Factory;

/** Answers queries over a TDB2 database: a path a line, answered by nanoseconds, bytes, and the rows as JSON. */
public class Peer {
    private final Dataset dataset;
    private final long deadline;

    private Peer(Dataset dataset, long deadline) {
        this.dataset = dataset;
        this.deadline = deadline;
    }

    public static void main(String[] arguments) throws IOException {
        Peer peer = new Peer(TDB2Factory.connectDataset(arguments[0]), Long.parseLong(arguments[1]));
        BufferedReader paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String path = paths.readLine(); path != null; path = paths.readLine()) {
            peer.answer(Files.readString(Path.of(path)), System.out);
        }
    }

    private void answer(String text, PrintStream out) throws IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        long taken;
        try {
            Query query = QueryFactory.create(text);
            long start = System.nanoTime();
            Txn.executeRead(dataset, () -> run(query, rows));
            taken = System.nanoTime() - start;
        } catch (RuntimeException failure) {
            rows.reset();
            rows.writeBytes(failure.toString().getBytes(StandardCharsets.UTF_8));
            taken = -1;
        }
        out.println(taken + " " + rows.size());
        rows.writeTo(out);
        out.flush();
    }

    private void run(Query query, ByteArrayOutputStream rows) {
        try (QueryExecution execution = QueryExecution.dataset(dataset).query(query)
                .timeout(deadline, TimeUnit.SECONDS).build()) {
            ResultSetFormatter.outputAsJSON(rows, execution.execSelect());
        }
    }
}
