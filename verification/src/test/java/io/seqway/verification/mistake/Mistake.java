package io.seqway.verification.mistake;

import java.util.List;

/** Known mistakes of a server, each of which breaks a promise. */
enum Mistake {
    /** What is acked is on one disk only. */
    WRITE_CONCERN_ONE(
            "message-store",
            new Edit(
                    "io/seqway/store/mongo/MongoConnection.java",
                    "return safe.toString().replace(\"?&\", \"?\");",
                    "return safe.toString().replace(\"?&\", \"?\").replace(\"w=majority\", \"w=1\");")),

    /** A place in a room may be taken twice, and a message be stored twice. */
    NO_UNIQUE_INDEX(
            "message-store",
            new Edit(
                    "io/seqway/store/mongo/EntryDocument.java",
                    "static final String ID = \"_id\";",
                    "static final String ID = \"place\";"),
            // still begins with the place, by which the proof reads the log
            new Edit(
                    "io/seqway/store/mongo/EntryDocument.java",
                    ".put(ID, entry.id())",
                    ".put(\"_id\", entry.id() + \"!\" + java.util.UUID.randomUUID()).put(ID, entry.id())"),
            new Edit(
                    "io/seqway/store/mongo/LogSchema.java",
                    ".name(LogCollection.KEY_INDEX).unique(true);",
                    ".name(LogCollection.KEY_INDEX);"),
            new Edit(
                    "io/seqway/store/mongo/LogSchema.java",
                    ".compose(created -> LogCollection.read(client, database));",
                    ".compose(created -> client.createIndex(LogCollection.NAME, new JsonObject().put(EntryDocument.ID, 1)))"
                            + ".compose(created -> LogCollection.read(client, database));"),
            new Edit("io/seqway/store/mongo/LogCollection.java", "return \"is not unique\";", "return null;"),
            new Edit("io/seqway/store/mongo/EntryDocument.java", ".put(TIME, 1)", ".put(TIME, 1).put(ID, 1)")),

    /** Entries are acked and shown while they are on their way to MongoDB, whatever comes back. */
    PUBLISH_BEFORE_COMMIT(
            "message-store",
            new Edit(
                    "io/seqway/store/sequence/Settlement.java",
                    "log.append(entries).onSuccess(this::settle);",
                    "log.append(entries);\nsettle(new AppendResult.Stored());"),
            // else the driver mends it, as long as there is a primary again in time
            new Edit(
                    "io/seqway/store/mongo/MongoConnection.java",
                    "return safe.toString().replace(\"?&\", \"?\");",
                    "return safe.append(\"&retryWrites=false\").toString().replace(\"?&\", \"?\");")),

    /** An entry is taken for the next one, whatever its place. */
    NO_HOLE_DETECTION(
            "gateway",
            new Edit("io/seqway/gateway/room/Feed.java", """
                            long next = room.last() + 1;
                            if (run.first() > next) {
                                pulls.pull(room);
                                return;
                            }
                    """, "long next = Math.max(room.last() + 1, run.first());\n"),
            new Edit(
                    "io/seqway/gateway/room/Feed.java",
                    "rooms.advance(room, room.last() + fresh.size());",
                    "rooms.advance(room, next + fresh.size() - 1);"),
            new Edit("io/seqway/gateway/room/Feed.java", """
                            if (ends.head() > room.last()) {
                                pulls.pull(room);
                            }
                    """, ""),
            new Edit("io/seqway/gateway/room/RoomCursor.java", """
                            if (first > seq + 1) {
                                fallBehind();
                                return;
                            }
                    """, "")),

    /** Rooms are left while they are gone through: for the fuzz. */
    ROOMS_CHANGED_MEANWHILE(
            "gateway",
            new Edit(
                    "io/seqway/gateway/command/Rooms.java",
                    "for (String room : List.copyOf(session.rooms().keySet())) {",
                    "for (String room : session.rooms().keySet()) {")),

    /** What was written to many sockets is never given back: for the fuzz. */
    LEAKED_BROADCAST(
            "gateway", new Edit("io/seqway/gateway/socket/Broadcast.java", "frames.release();", "frames.touch();")),

    /** An address that cannot be decoded is given to those who decode it: for the fuzz. */
    UNCHECKED_ADDRESS(
            "gateway",
            new Edit(
                    "io/seqway/gateway/http/Routes.java",
                    "if (UNDECODABLE.matcher(request.uri()).find()) {",
                    "if (UNDECODABLE.matcher(\"\").find()) {"));

    private final String module;
    private final List<Edit> edits;

    Mistake(String module, Edit... edits) {
        this.module = module;
        this.edits = List.of(edits);
    }

    /** The folder of the module that has it. */
    String module() {
        return module;
    }

    /** What is written otherwise. */
    List<Edit> edits() {
        return edits;
    }
}
