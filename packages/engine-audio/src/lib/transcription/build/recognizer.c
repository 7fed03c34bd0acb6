/* Functions of PocketSphinx that the host calls. One decoder per module; every call is safe before it is opened. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <pocketsphinx.h>
#include <sphinxbase/err.h>
#include <sphinxbase/logmath.h>

#define EXPORT(name) __attribute__((export_name(#name)))
#define OUTPUT_SIZE 65536
#define MAX_ARGUMENTS 64

static ps_decoder_t *decoder;
static cmd_ln_t *configuration;
static char *option_text;
static char output[OUTPUT_SIZE];

EXPORT(allocate) void *allocate(int size) { return malloc((size_t)size); }

EXPORT(release) void release(void *pointer) { free(pointer); }

EXPORT(close_decoder) void close_decoder(void)
{
    if (decoder) ps_free(decoder);
    if (configuration) cmd_ln_free_r(configuration);
    free(option_text);
    decoder = NULL;
    configuration = NULL;
    option_text = NULL;
}

/* options: name NUL value NUL name NUL value NUL. The copy must outlive the decoder, which points into it. */
EXPORT(open_decoder) int open_decoder(const char *options, int size)
{
    char *arguments[MAX_ARGUMENTS + 1];
    int count = 1, offset = 0;

    err_set_logfp(NULL);
    close_decoder();
    option_text = malloc((size_t)size + 1);
    if (!option_text) return -3;
    memcpy(option_text, options, (size_t)size);
    option_text[size] = 0;
    arguments[0] = (char *)"recognizer";
    while (offset < size && count < MAX_ARGUMENTS) {
        arguments[count++] = option_text + offset;
        offset += (int)strlen(option_text + offset) + 1;
    }
    arguments[count] = NULL;
    configuration = cmd_ln_parse_r(NULL, ps_args(), count, arguments, 0);
    if (!configuration) return -1;
    decoder = ps_init(configuration);
    return decoder ? 0 : -2;
}

EXPORT(start_utterance) int start_utterance(void) { return decoder ? ps_start_utt(decoder) : -1; }

EXPORT(feed) int feed(const short *samples, int count, int is_whole)
{
    return decoder ? ps_process_raw(decoder, samples, (size_t)count, 0, is_whole) : -1;
}

EXPORT(end_utterance) int end_utterance(void) { return decoder ? ps_end_utt(decoder) : -1; }

EXPORT(hypothesis) const char *hypothesis(void)
{
    int score;
    const char *text = decoder ? ps_get_hyp(decoder, &score) : NULL;

    snprintf(output, sizeof output, "%s", text ? text : "");
    return output;
}

/* One line a word: word TAB first frame TAB last frame TAB posterior probability. */
EXPORT(segments) const char *segments(void)
{
    size_t used = 0;
    ps_seg_t *segment = decoder ? ps_seg_iter(decoder) : NULL;

    output[0] = 0;
    for (; segment; segment = ps_seg_next(segment)) {
        int first, last, acoustic, language, backoff, length;
        int posterior = ps_seg_prob(segment, &acoustic, &language, &backoff);

        ps_seg_frames(segment, &first, &last);
        length = snprintf(output + used, sizeof output - used, "%s\t%d\t%d\t%g\n", ps_seg_word(segment), first, last,
                          logmath_exp(ps_get_logmath(decoder), posterior));
        if (length < 0 || (size_t)length >= sizeof output - used) {
            output[used] = 0;
            ps_seg_free(segment);
            break;
        }
        used += (size_t)length;
    }
    return output;
}
