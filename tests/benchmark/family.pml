/* The family of workloads on which braid is measured, for SPIN: CLIENTS clients of an AFSv2 server each open, read or
 * write, and close one file, ROUNDS times; in round j client i writes if i + j is even. One operation is one step.
 *
 * Macros, for spin -D:
 *   CLIENTS, ROUNDS  the instance
 *   PRIVATE          declares as `local` what only its client uses, so that partial-order reduction applies to reads
 *                    and writes. Sound: the assertion looks at closed entries only, and these steps are taken while
 *                    the entry is open.
 *   PLAIN            no assertion
 *   NO_HIDDEN        for multi-core verifiers, which refuse hidden variables
 */
#ifdef PRIVATE
#define OWN local
#else
#define OWN
#endif
#ifdef NO_HIDDEN
#define SCRATCH
#else
#define SCRATCH hidden
#endif

#define CACHED 1
#define DIRTY  2
#define OPEN   4

#define is_write(client, round) (((client) + (round)) % 2 == 0)
#define written(client, round)  ((client) * ROUNDS + (round) + 1)

byte server;                   /* what the file holds: 0 at first, then one of written() */
bit trusted[CLIENTS];          /* the entry has not been broken since it was fetched or stored */
bit promised[CLIENTS];         /* the server will break it; never taken back */
OWN byte entry[CLIENTS];       /* a sum of CACHED, DIRTY, OPEN; 0: nothing is cached */
OWN byte copy[CLIENTS];        /* the cached contents; 0 when nothing is cached */
OWN byte seen[CLIENTS * ROUNDS];  /* what each read returned; 0 in rounds that write */

SCRATCH byte peer;

/* A clean, closed copy that its client trusts is the server's. */
#define coherent(client) (!trusted[client] || entry[client] != CACHED || copy[client] == server)

inline require_coherence() {
#ifndef PLAIN
  peer = 0;
  do
  :: peer < CLIENTS -> assert(coherent(peer)); peer++
  :: else -> break
  od;
  peer = 0
#else
  skip
#endif
}

inline break_others() {
  peer = 0;
  do
  :: peer < CLIENTS ->
     if
     :: promised[peer] && peer != _pid -> trusted[peer] = 0
     :: else
     fi;
     peer++
  :: else -> break
  od;
  peer = 0
}

active [CLIENTS] proctype Client() {
  byte round;
end:
  do
  :: d_step {
       round < ROUNDS ->
       if
       :: trusted[_pid] && (entry[_pid] & CACHED)
       :: else ->
          promised[_pid] = 1;
          trusted[_pid] = 1;
          copy[_pid] = server;
          entry[_pid] = CACHED
       fi;
       entry[_pid] = entry[_pid] | OPEN;
       require_coherence()
     }
     d_step {
       if
       :: is_write(_pid, round) ->
          entry[_pid] = entry[_pid] | DIRTY;
          copy[_pid] = written(_pid, round)
       :: else ->
          seen[_pid * ROUNDS + round] = copy[_pid]
       fi
#ifndef PRIVATE
       ; require_coherence()
#endif
     }
     d_step {
       if
       :: entry[_pid] & DIRTY ->
          server = copy[_pid];
          trusted[_pid] = 1;
          break_others()
       :: else
       fi;
       if
       :: trusted[_pid] -> entry[_pid] = CACHED
       :: else -> entry[_pid] = 0; copy[_pid] = 0
       fi;
       round++;
       require_coherence()
     }
  od
}
