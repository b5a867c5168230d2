/* The floor under every broadcast: accepts `count` connections, then writes one frame of `size` bytes per message and
 * socket, one write() each, `messages` times over. Usage: broadcast <count> <size> <messages>. Prints the port first. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char marker[] = "#bench#";

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  int count = atoi(argv[1]), size = atoi(argv[2]), messages = atoi(argv[3]);
  int door = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(door, (struct sockaddr *)&address, length) != 0 || listen(door, 1024) != 0) return 1;
  getsockname(door, (struct sockaddr *)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);

  int *sockets = malloc(sizeof(int) * count);
  for (int index = 0; index < count; index++) sockets[index] = accept(door, NULL, NULL);

  char *frame = malloc(size);
  memset(frame, 'x', size);
  memcpy(frame, marker, sizeof marker - 1);
  /* The load process says go by one byte on the first connection. */
  char go;
  if (read(sockets[0], &go, 1) != 1) return 1;
  for (int message = 0; message < messages; message++) {
    for (int index = 0; index < count; index++) {
      int written = 0;
      while (written < size) {
        ssize_t step = write(sockets[index], frame + written, size - written);
        if (step <= 0) return 1;
        written += step;
      }
    }
  }
  /* Until the load process has read everything and hangs up. */
  read(sockets[0], &go, 1);
  return 0;
}
