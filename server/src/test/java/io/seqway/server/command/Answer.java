package io.seqway.server.command;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What was answered.
 *
 * @param status the one of HTTP, or 0 of a frame
 * @param content a frame, JSON, or a text
 */
record Answer(int status, JsonNode content) {}
