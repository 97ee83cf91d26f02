package io.seqway.presence.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A Lua script. It is called by its hash; a server that does not know it is given its text, whatever the reason. */
final class Script {
    private final String text;
    private final String sha1;

    private Script(String text) {
        this.text = text;
        this.sha1 = sha1(text);
    }

    /** The script of a file beside this class. */
    static Script named(String file) {
        return new Script(text(file));
    }

    /** A script about a room: it begins with {@code room.lua}. */
    static Script ofRooms(String file) {
        return new Script(text("room.lua") + '\n' + text(file));
    }

    private static String text(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param keys of one hash slot */
    Future<Response> run(RedisLink link, List<String> keys, List<String> args) {
        return link.send(call(Command.EVALSHA, sha1, keys, args))
                .recover(e -> ErrorReply.is(e, "NOSCRIPT")
                        ? link.send(call(Command.EVAL, text, keys, args))
                        : Future.failedFuture(e));
    }

    private static Request call(Command command, String script, List<String> keys, List<String> args) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        args.forEach(request::arg);
        return request;
    }

    private static String sha1(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
