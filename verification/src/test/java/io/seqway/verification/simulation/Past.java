package io.seqway.verification.simulation;

import io.seqway.protocol.bus.Author;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.seqway.store.log.MessageCount;
import io.seqway.store.retention.Retention;
import io.seqway.store.retention.RetentionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What was said hours before a schedule begins, and is removed amid it. Nothing younger than an hour ever is: so long no
 * fault of a schedule lasts.
 */
final class Past {
    private static final double SHARE = 0.2;

    private static final long AGE_MS = TimeUnit.HOURS.toMillis(2);
    private static final int MOST_ENTRIES = 8;
    private static final int MOST_AT_ONCE = 4;

    private Past() {}

    /** Lets rooms have entries already, of which retention removes some; not in every schedule. */
    static void begin(World world, Database database) {
        if (!world.chance(SHARE)) {
            return;
        }
        List<Entry> old = new ArrayList<>();
        for (String room : Conversation.ROOMS) {
            MessageCount count = MessageCount.NONE;
            int entries = world.between(0, MOST_ENTRIES);
            for (int seq = 1; seq <= entries; seq++) {
                Entry entry = entry(new LogId(room, 1), seq).counted(count);
                count = entry.count();
                old.add(entry);
            }
        }
        Retention rule = world.chance(0.5)
                ? new Retention(0, world.between(1, MOST_ENTRIES))
                : new Retention(AGE_MS / 2 + world.between(0, 1), 0);
        database.begin(old, new RetentionOptions(rule, RetentionOptions.LEAST_AGE_MS, world.between(1, MOST_AT_ONCE)));
    }

    private static Entry entry(LogId log, int seq) {
        return new Entry(
                log,
                seq,
                new Author("old", null, null),
                "o" + seq,
                StoreNode.EPOCH_MS - AGE_MS + seq,
                "message",
                "\"old." + log.room() + '.' + seq + '"',
                0);
    }
}
