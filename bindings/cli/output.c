/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where results go: standard output, or a file that appears whole or not at
 * all. */
#include "output.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "message.h"

/* The temporary file, for the signal handler; the program has at most one. */
static const char *volatile unfinished;

static void
remove_unfinished (int signal_number)
{
  const char *path = unfinished;
  if (path != NULL)
    unlink (path);
  signal (signal_number, SIG_DFL);
  raise (signal_number);
}

static void
watch_signals (void)
{
  static const int watched[] = { SIGHUP, SIGINT, SIGPIPE, SIGTERM, SIGXFSZ };
  size_t k;

  for (k = 0; k < sizeof watched / sizeof watched[0]; k++)
    if (signal (watched[k], remove_unfinished) == SIG_IGN)
      signal (watched[k], SIG_IGN);
}

/* Opens a file of another name beside output->path, to be renamed to it. */
static int
open_temporary (cli_output *output, mode_t mode)
{
  size_t length = strlen (output->path);
  int descriptor;

  output->temporary = malloc (length + sizeof ".XXXXXX");
  if (output->temporary == NULL)
    {
      message_print ("memory ran out");
      return 0;
    }
  memcpy (output->temporary, output->path, length);
  memcpy (output->temporary + length, ".XXXXXX", sizeof ".XXXXXX");
  descriptor = mkstemp (output->temporary);
  if (descriptor >= 0)
    {
      unfinished = output->temporary;
      watch_signals ();
      if (fchmod (descriptor, mode) == 0)
        output->stream = fdopen (descriptor, "wb");
      if (output->stream != NULL)
        return 1;
      unlink (output->temporary);
      close (descriptor);
    }
  message_print ("cannot write %s: %s", output->name, strerror (errno));
  unfinished = NULL;
  free (output->temporary);
  output->temporary = NULL;
  return 0;
}

int
output_open (cli_output *output, const char *path)
{
  struct stat status;
  mode_t mask;
  int exists;

  memset (output, 0, sizeof *output);
  if (path == NULL || strcmp (path, "-") == 0)
    {
      output->stream = stdout;
      output->name = "standard output";
      return 1;
    }
  output->name = path;
  exists = stat (path, &status) == 0;
  if (exists && !S_ISREG (status.st_mode))
    {
      /* A terminal, a pipe, /dev/null: not to be replaced. */
      output->stream = fopen (path, "wb");
      if (output->stream == NULL)
        message_print ("cannot write %s: %s", path, strerror (errno));
      return output->stream != NULL;
    }
  /* What a link leads to is replaced, not the link. */
  output->path = exists ? realpath (path, NULL) : strdup (path);
  if (output->path == NULL)
    {
      message_print ("cannot write %s: %s", path, strerror (errno));
      return 0;
    }
  mask = umask (0);
  umask (mask);
  if (!open_temporary (output, exists ? status.st_mode & 0777 : 0666 & ~mask))
    {
      free (output->path);
      return 0;
    }
  return 1;
}

int
output_write (void *context, const char *bytes, size_t length)
{
  cli_output *output = context;

  if (fwrite (bytes, 1, length, output->stream) == length)
    return 0;
  if (output->failure == 0)
    output->failure = errno;
  return 1;
}

/* Remembers errno of the first failure; EIO stands for one that left none. */
static void
note_failure (cli_output *output)
{
  if (output->failure == 0)
    output->failure = errno != 0 ? errno : EIO;
}

int
output_close (cli_output *output)
{
  int has_failed = ferror (output->stream);

  errno = 0;
  if (fflush (output->stream) != 0 || has_failed)
    note_failure (output);
  errno = 0;
  if (fclose (output->stream) != 0)
    note_failure (output);
  if (output->temporary != NULL)
    {
      errno = 0;
      if (output->failure == 0 && rename (output->temporary, output->path) != 0)
        note_failure (output);
      if (output->failure != 0)
        unlink (output->temporary);
    }
  unfinished = NULL;
  free (output->temporary);
  free (output->path);
  if (output->failure != 0)
    message_print ("cannot write %s: %s", output->name, strerror (output->failure));
  return output->failure == 0;
}

void
output_discard (cli_output *output)
{
  if (output->stream != stdout)
    fclose (output->stream);
  if (output->temporary != NULL)
    unlink (output->temporary);
  unfinished = NULL;
  free (output->temporary);
  free (output->path);
}
