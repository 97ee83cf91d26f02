package io.seqway.store.mongo;

import com.mongodb.MongoSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why MongoDB could not be asked, in one line, out of what its driver says at length. */
public final class MongoReason {
    /** The driver shows each server that it knows, and the exceptions that it met there, each caused by the next. */
    private static final String SERVERS = "servers=[";

    private static final Pattern SERVER = Pattern.compile("\\{address=([^,}]+)([^\\[]*?)(?=, \\{address=|\\]|$)");
    private static final Pattern EXCEPTION = Pattern.compile("(?:exception=|caused by )\\{[\\w.$]+(?:: ([^}]*))?\\}");
    private static final int MAX_LENGTH = 300;

    private MongoReason() {}

    /** Whether it has refused the user. */
    public static boolean isOfUser(Throwable failure) {
        Throwable e = failure;
        while (e != null && !(e instanceof MongoSecurityException)) {
            e = e.getCause();
        }
        return e != null;
    }

    /** @param failure of any call to MongoDB */
    public static String of(Throwable failure) {
        if (isOfUser(failure)) {
            return "it does not take the user name or the password, or they are of another authSource";
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        int servers = message.indexOf(SERVERS);
        return servers < 0 ? firstLine(message) : ofServers(message.substring(servers + SERVERS.length()));
    }

    private static String ofServers(String servers) {
        List<String> reasons = new ArrayList<>();
        Matcher server = SERVER.matcher(servers);
        while (server.find()) {
            reasons.add(server.group(1) + " " + reason(server.group(2)));
        }
        return reasons.isEmpty()
                ? "who answers there is not of the replica set that mongo-uri names"
                : String.join("; ", reasons);
    }

    private static String reason(String server) {
        return EXCEPTION
                .matcher(server)
                .results()
                .map(MongoReason::text)
                .reduce((outer, cause) -> cause)
                .map(cause -> "cannot be reached: " + cause)
                .orElse(server.contains("state=CONNECTING") ? "has not answered yet" : "answers, but is no primary");
    }

    private static String text(MatchResult exception) {
        return exception.group(1) == null ? "no reason given" : exception.group(1);
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
    }
}
