package io.seqway.embedded;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.netty.channel.Channel;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The H2 backend of mongo-java-server, made durable: what a command changed, documents and indexes together, is one
 * commit on the disk before the command is answered.
 *
 * <p>Commands must come from one thread: it is what makes a command and its commit one step, and keeps a reader from
 * seeing a document that is being updated in place.
 */
final class DurableBackend extends H2Backend {

    private static final Logger LOG = LoggerFactory.getLogger(DurableBackend.class);

    /**
     * H2 compacts in the background only with its automatic commits. Here it is done in small steps: 5,000 commits of
     * one document left a file of 2.4 MB so, 17 MB without, and the longest step was 60 ms.
     */
    private static final int COMMITS_PER_COMPACTION = 20;

    private static final int LIVE_PERCENT = 50;
    private static final int COMPACTION_BYTES = 128 * 1024;

    private final MVStore store;
    private long commits;
    private boolean failed;

    DurableBackend(MVStore store) {
        super(store);
        this.store = store;
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        if (failed) {
            throw refuse(channel, null);
        }
        Document answer;
        try {
            answer = run(channel, database, command, query);
        } catch (MongoServerException e) {
            // An ordinary error: what the command did before it stands, as in MongoDB.
            commitOrFail(channel);
            throw e;
        } catch (RuntimeException e) {
            if (store.isClosed() || store.hasUnsavedChanges()) {
                throw fail(channel, e);
            }
            throw e;
        }
        commitOrFail(channel);
        return answer;
    }

    private Document run(Channel channel, String database, String command, Document query) {
        if (command.equals("insert") || command.equals("update")) {
            return OrderedWrites.run(
                    command, query, statement -> super.handleCommand(channel, database, command, statement));
        }
        return super.handleCommand(channel, database, command, query);
    }

    /** Writes what has changed since the last commit, if anything, and waits for the disk. */
    @Override
    public void commit() {
        if (store.isPersistent() && store.hasUnsavedChanges()) {
            store.commit();
            store.sync();
            if (++commits % COMMITS_PER_COMPACTION == 0) {
                store.compact(LIVE_PERCENT, COMPACTION_BYTES);
            }
        }
    }

    private void commitOrFail(Channel channel) {
        try {
            commit();
        } catch (RuntimeException e) {
            throw fail(channel, e);
        }
    }

    /**
     * After half a command or a failed commit the state in memory cannot be trusted: the file is left at its last
     * commit, and nobody gets an answer any more. To the caller the outcome of this command is unknown, which is true.
     */
    private MongoServerException fail(Channel channel, RuntimeException cause) {
        failed = true;
        LOG.error("The embedded MongoDB has stopped: restart to go on from its last commit", cause);
        store.closeImmediately();
        return refuse(channel, cause);
    }

    private static MongoServerException refuse(Channel channel, RuntimeException cause) {
        channel.close();
        return new MongoServerException("The embedded MongoDB has stopped: restart to go on", cause);
    }
}
