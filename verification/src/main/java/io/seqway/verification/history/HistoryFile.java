package io.seqway.verification.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A history as lines of JSON in a gzip file, to look into and to check again. The first line tells about it, then comes a
 * line for each event, client after client, then one for each entry of each log. Times are in nanoseconds since the
 * beginning; what is empty is left out.
 */
public final class HistoryFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HistoryFile() {}

    /**
     * Writes a history that has ended.
     *
     * @throws UncheckedIOException if that fails
     */
    public static void write(Path file, History history) {
        try (OutputStream bytes = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16);
                JsonGenerator line = JSON.createGenerator(bytes)) {
            line.setRootValueSeparator(new SerializedString("\n"));
            line.writeStartObject();
            line.writeStringField("about", history.about());
            line.writeNumberField("fromNanos", history.fromNanos());
            line.writeNumberField("toNanos", history.toNanos());
            line.writeEndObject();
            for (ClientHistory client : history.clients()) {
                for (Event event : client.events()) {
                    write(line, client.client(), event, history.fromNanos());
                }
            }
            for (Map.Entry<String, Map<String, List<LogEntry>>> reader :
                    history.logs().entrySet()) {
                for (Map.Entry<String, List<LogEntry>> log : reader.getValue().entrySet()) {
                    write(line, reader.getKey(), log.getKey(), log.getValue());
                }
            }
            line.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(JsonGenerator line, String client, Event event, long fromNanos) throws IOException {
        line.writeStartObject();
        line.writeStringField("client", client);
        line.writeNumberField("at", event.atNanos() - fromNanos);
        line.writeStringField("kind", event.kind().name());
        if (!event.room().isEmpty()) {
            line.writeStringField("room", event.room());
        }
        line.writeNumberField("seq", event.seq());
        if (event.message() != null) {
            write(line, event.message());
        }
        if (!event.text().isEmpty()) {
            line.writeStringField("text", event.text());
        }
        line.writeEndObject();
    }

    private static void write(JsonGenerator line, String reader, String room, List<LogEntry> log) throws IOException {
        for (LogEntry entry : log) {
            line.writeStartObject();
            line.writeStringField("log", reader);
            line.writeStringField("room", room);
            line.writeNumberField("seq", entry.seq());
            line.writeStringField("epoch", entry.epoch());
            write(line, entry.message());
            line.writeEndObject();
        }
    }

    private static void write(JsonGenerator line, Message message) throws IOException {
        line.writeStringField("sender", message.sender());
        line.writeStringField("clientMsgId", message.clientMsgId());
        line.writeStringField("body", Long.toHexString(message.bodyHash()));
    }

    /**
     * Reads what {@link #write} wrote. Rooms whose logs were empty are missing in it.
     *
     * @throws UncheckedIOException if that fails
     */
    public static History read(Path file) {
        try (InputStream bytes = new GZIPInputStream(Files.newInputStream(file), 1 << 16);
                MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(bytes)) {
            JsonNode about = lines.next();
            long fromNanos = about.path("fromNanos").asLong();
            History history = new History(about.path("about").asText(), fromNanos);
            history.endedAt(about.path("toNanos").asLong());
            Map<String, ClientHistory> clients = new HashMap<>();
            Map<List<String>, List<LogEntry>> logs = new LinkedHashMap<>();
            while (lines.hasNext()) {
                JsonNode line = lines.next();
                if (line.has("log")) {
                    List<String> log = List.of(text(line, "log"), text(line, "room"));
                    LogEntry entry =
                            new LogEntry(text(line, "epoch"), line.path("seq").asLong(), message(line));
                    logs.computeIfAbsent(log, key -> new ArrayList<>()).add(entry);
                } else {
                    clients.computeIfAbsent(text(line, "client"), history::client)
                            .add(event(line, fromNanos));
                }
            }
            logs.forEach((log, entries) -> history.log(log.get(0), log.get(1), entries));
            return history;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Event event(JsonNode line, long fromNanos) {
        return new Event(
                Event.Kind.valueOf(text(line, "kind")),
                line.path("at").asLong() + fromNanos,
                text(line, "room"),
                line.path("seq").asLong(),
                line.has("sender") ? message(line) : null,
                text(line, "text"));
    }

    private static Message message(JsonNode line) {
        return new Message(
                text(line, "room"),
                text(line, "sender"),
                text(line, "clientMsgId"),
                Long.parseUnsignedLong(text(line, "body"), 16));
    }

    private static String text(JsonNode line, String field) {
        return line.path(field).asText("");
    }
}
