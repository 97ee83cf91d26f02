package io.seqway.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.ClientFrame.Chunk;
import io.seqway.protocol.frame.ClientFrame.Missing;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks in text frames and in binary ones. */
class ChunkReaderTest {
    private final ClientFrameReader reader = new ClientFrameReader(Limits.DEFAULTS);

    private ClientFrameReader.Reading text(String frame) {
        return reader.read(frame.replace('\'', '"'));
    }

    private ClientFrameReader.Reading binary(String header, int... payload) {
        byte[] bytes = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Buffer frame = Buffer.buffer().appendUnsignedShort(bytes.length).appendBytes(bytes);
        for (int each : payload) {
            frame.appendByte((byte) each);
        }
        return reader.readBinary(frame);
    }

    private static void assertRefused(ClientFrameReader.Reading reading, String message) {
        assertThat(reading.frame()).isNull();
        assertThat(reading.refusal().code()).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(reading.refusal()).hasMessageContaining(message);
    }

    @Test
    void theSameChunkCanBeSaidInBothWays() {
        Chunk expected = new Chunk("7", "a.b", 3, new byte[] {0, -1, 65}, "image/png", "{\"name\":\"ä\"}", true);
        String rest = "'type':'chunk','id':7,'stream':'a.b','seq':3,'contentType':'image/png',"
                + "'meta':{'name':'ä'},'last':true";
        assertThat(text("{" + rest + ",'data':'AP9B'}").frame())
                .usingRecursiveComparison()
                .isEqualTo(expected);
        assertThat(binary("{" + rest + "}", 0, 255, 65).frame())
                .usingRecursiveComparison()
                .isEqualTo(expected);
    }

    @Test
    void aChunkMayHaveNoBytesAndNothingElse() {
        Chunk expected = new Chunk(null, "s", 0, new byte[0], null, null, false);
        assertThat(text("{'type':'chunk','stream':'s','seq':0,'data':''}").frame())
                .usingRecursiveComparison()
                .isEqualTo(expected);
        assertThat(binary("{'type':'chunk','stream':'s','seq':0}").frame())
                .usingRecursiveComparison()
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '^',
            value = {
                "'seq':0,'data':''; stream must be a string",
                "'stream':'a/b','seq':0,'data':''; stream must be 1 to 128",
                "'stream':'s','data':''; seq must be an integer from 0 to 9999999",
                "'stream':'s','seq':-1,'data':''; seq must be an integer from 0 to 9999999",
                "'stream':'s','seq':10000000,'data':''; seq must be an integer from 0 to 9999999",
                "'stream':'s','seq':'0','data':''; seq must be an integer from 0 to 9999999",
                "'stream':'s','seq':0; data must be a string",
                "'stream':'s','seq':0,'data':'*'; data must be base64",
                "'stream':'s','seq':0,'data':'_w=='; data must be base64",
                "'stream':'s','seq':0,'data':'','contentType':'png'; contentType must be a media type",
                "'stream':'s','seq':0,'data':'','contentType':'a/b\\r\\nX: y'; contentType must be a media type",
                "'stream':'s','seq':0,'data':'','contentType':5; contentType must be a string",
                "'stream':'s','seq':0,'data':'','last':1; last must be true or false"
            })
    void whatIsWrongIsNamed(String members, String message) {
        assertRefused(text("{'type':'chunk'," + members + "}"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain; charset=utf-8",
                "text/plain;charset=utf-8",
                "application/vnd.api+json",
                "multipart/x; boundary=\\\"a b\\\"; q=1"
            })
    void aContentTypeMayHaveParameters(String type) {
        Chunk chunk = (Chunk) text("{'type':'chunk','stream':'s','seq':0,'data':'','contentType':'" + type + "'}")
                .frame();
        assertThat(chunk.contentType()).isEqualTo(type.replace("\\", ""));
    }

    @Test
    void metaIsAnyJsonUpToAKibibyte() {
        String start = "{'type':'chunk','stream':'s','seq':0,'data':'','meta':'";
        assertThat(text(start + "x".repeat(1_022) + "'}").refusal()).isNull();
        Refusal refusal = text(start + "x".repeat(1_023) + "'}").refusal();
        assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refusal.limit()).isEqualTo("meta=1024");
    }

    @Test
    void aBinaryFrameHasItsHeaderInFront() {
        assertRefused(reader.readBinary(Buffer.buffer()), "header length");
        assertRefused(reader.readBinary(Buffer.buffer(new byte[] {0})), "header length");
        assertRefused(reader.readBinary(Buffer.buffer(new byte[] {0, 3, '{', '}'})), "header length must be at most 2");
        assertRefused(binary(""), "header must be one JSON object");
        assertRefused(binary("[]"), "header must be one JSON object");
        assertRefused(binary("{} {}"), "header must be one JSON object");
        assertRefused(
                reader.readBinary(Buffer.buffer(new byte[] {0, 2, (byte) 0xC3, '{'})),
                "header must be one JSON object");
        assertRefused(binary("{}"), "type must be a string");
        assertRefused(binary("{'type':'ping'}"), "type must be chunk in a binary frame");
        assertRefused(binary("{'type':'chunk','stream':'s','seq':0,'data':''}"), "data must not be in the header");
    }

    @Test
    void whatIsRefusedIsToldByItsStreamAndSeq() {
        Heading heading = binary("{'type':'chunk','id':'x','stream':'s','seq':5,'last':0}")
                .heading();
        assertThat(heading).isEqualTo(new Heading("chunk", "\"x\"", null, null, "s", 5));
        assertThat(text("{'type':'chunk','stream':'s','seq':-5}").heading())
                .isEqualTo(new Heading("chunk", null, null, null, "s", -1));
        assertThat(text("{'type':'send','stream':'s','seq':5}").heading())
                .isEqualTo(new Heading("send", null, null, null));
    }

    @Test
    void missingAsksForAllOrForSome() {
        assertThat(text("{'type':'missing','stream':'s'}").frame()).isEqualTo(new Missing(null, "s", -1));
        assertThat(text("{'type':'missing','stream':'s','upTo':9}").frame()).isEqualTo(new Missing(null, "s", 9));
        assertRefused(text("{'type':'missing','stream':'s','upTo':-1}"), "upTo must be an integer from 0 to 9999999");
    }
}
