/* The family of workloads, message by message, for SPIN: CLIENTS clients of an AFSv2 server each open, read or write,
 * and close one file, ROUNDS times; in round j client i writes if i + j is even. A call, its service, its reply and
 * each callback are steps of their own; what the server sends to a client arrives in order; a store breaks the
 * others' copies at once, and waits for nobody; promises are never taken back.
 *
 * Macros, for spin -D: CLIENTS, ROUNDS. Partial-order reduction finds nothing to leave out: wherever a client stands,
 * a callback may arrive.
 */
#define CACHED 1
#define DIRTY  2
#define OPEN   4

#define is_write(client, round) (((client) + (round)) % 2 == 0)
#define written(client, round)  ((client) * ROUNDS + (round) + 1)

mtype = { fetch, store, contents, stored, callback };

chan calls[CLIENTS] = [1] of { mtype, byte };
chan replies[CLIENTS] = [1 + (CLIENTS - 1) * ROUNDS] of { mtype, byte };

byte server;                      /* what the file holds: 0 at first, then one of written() */
bit promised[CLIENTS];
bit trusted[CLIENTS];
byte entry[CLIENTS];              /* a sum of CACHED, DIRTY, OPEN; 0: nothing is cached */
byte copy[CLIENTS];
byte seen[CLIENTS * ROUNDS];

hidden byte peer;
hidden byte word;

/* A clean, closed copy that its client trusts is the server's, when nothing is on its way to the client. */
#define coherent(client) \
  (!trusted[client] || entry[client] != CACHED || len(replies[client]) != 0 || copy[client] == server)

inline require_coherence() {
  peer = 0;
  do
  :: peer < CLIENTS -> assert(coherent(peer)); peer++
  :: else -> break
  od;
  peer = 0
}

active [CLIENTS] proctype Client() {
  byte round;
  byte at;  /* 0 before an open, 1 open, 2 before a close, 3 waits for contents, 4 waits for a store */
end:
  do
  :: d_step {
       at == 0 && round < ROUNDS ->
       if
       :: trusted[_pid] && (entry[_pid] & CACHED) -> entry[_pid] = entry[_pid] | OPEN; at = 1
       :: else -> calls[_pid]!fetch,0; at = 3
       fi;
       require_coherence()
     }
  :: d_step {
       at == 1 ->
       if
       :: is_write(_pid, round) ->
          entry[_pid] = entry[_pid] | DIRTY;
          copy[_pid] = written(_pid, round)
       :: else ->
          seen[_pid * ROUNDS + round] = copy[_pid]
       fi;
       at = 2
     }
  :: d_step {
       at == 2 ->
       if
       :: entry[_pid] & DIRTY -> calls[_pid]!store,copy[_pid]; at = 4
       :: else ->
          if
          :: trusted[_pid] -> entry[_pid] = CACHED
          :: else -> entry[_pid] = 0; copy[_pid] = 0
          fi;
          at = 0;
          round++
       fi;
       require_coherence()
     }
  :: d_step {
       replies[_pid]?[callback,_] -> replies[_pid]?callback,_;
       trusted[_pid] = 0;
       require_coherence()
     }
  :: d_step {
       replies[_pid]?[contents,_] -> replies[_pid]?contents,word;
       copy[_pid] = word;
       word = 0;
       entry[_pid] = CACHED | OPEN;
       trusted[_pid] = 1;
       at = 1;
       require_coherence()
     }
  :: d_step {
       replies[_pid]?[stored,_] -> replies[_pid]?stored,_;
       entry[_pid] = CACHED;
       trusted[_pid] = 1;
       at = 0;
       round++;
       require_coherence()
     }
  od
}

inline serve(client) {
  if
  :: calls[client]?[fetch,_] ->
     calls[client]?fetch,_;
     promised[client] = 1;
     replies[client]!contents,server
  :: else ->
     calls[client]?store,word;
     server = word;
     word = 0;
     peer = 0;
     do
     :: peer < CLIENTS ->
        if
        :: promised[peer] && peer != client -> replies[peer]!callback,0
        :: else
        fi;
        peer++
     :: else -> break
     od;
     peer = 0;
     replies[client]!stored,0
  fi;
  require_coherence()
}

active proctype Server() {
end:
  do
  :: d_step { nempty(calls[0]) -> serve(0) }
  :: d_step { nempty(calls[1]) -> serve(1) }
#if CLIENTS > 2
  :: d_step { nempty(calls[2]) -> serve(2) }
#endif
#if CLIENTS > 3
  :: d_step { nempty(calls[3]) -> serve(3) }
#endif
#if CLIENTS > 4
#error "at most 4 clients"
#endif
  od
}
