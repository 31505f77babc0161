# The guest that `braid record guest` runs under QEMU: MIPS32 without an operating system, whose TLB is filled by
# software. Two processes (ASID 1 and 2) touch pages: their refills, page faults on demand, TLB modified exceptions that
# keep track of dirty pages, system calls, a page that is remapped with its TLB entry rewritten, switches of the ASID.
#
# software_tlb_code.h has the bytes of the three sections, made by
#   mipsel-linux-gnu-as -mips32r2 software_tlb.S -o guest.o
#   mipsel-linux-gnu-ld -e 0x80100000 -Ttext=0x80100000 --section-start=.user=0x80101000 -Tdata=0x80102000 guest.o -o guest
#   for section in .text .user .data; do mipsel-linux-gnu-objcopy -O binary -j $section guest out; xxd -i < out; done
#
# The page table of ASID a is at 0x80300000 + a * 0x2000: EntryLo words of the addresses 0x400000 + i * 0x1000. It ends
# by a reset of QEMU's board Malta.
  .set noreorder
  .set noat

.set PAGES, 20
.set ROUNDS, 6

.set CALL_YIELD, 1             # numbers of system calls, in v0
.set CALL_END, 2
.set CALL_REMAP, 3
.set CALL_WHO, 4

  .text
start:
  mfc0 $t0, $12
  lui $t1, 0x0040
  nor $t1, $t1, $zero
  and $t0, $t0, $t1            # Status.BEV = 0
  mtc0 $t0, $12
  ehb
  lui $t0, 0x8000
  mtc0 $t0, $15, 1             # EBase: the vectors are copied there
  la $t1, refill
  la $t2, refill_end
  move $t3, $t0
1:
  lw $t4, 0($t1)
  sw $t4, 0($t3)
  addiu $t1, 4
  bne $t1, $t2, 1b
  addiu $t3, 4
  la $t1, general
  addiu $t3, $t0, 0x180
  la $t2, general_end
2:
  lw $t4, 0($t1)
  sw $t4, 0($t3)
  addiu $t1, 4
  bne $t1, $t2, 2b
  addiu $t3, 4
  mtc0 $zero, $2               # 16 TLB entries that match nothing: distinct addresses of kseg0
  mtc0 $zero, $3
  mtc0 $zero, $5
  li $t1, 15
  lui $t2, 0x8000
3:
  mtc0 $t1, $0
  mtc0 $t2, $10
  ehb
  tlbwi
  addiu $t2, $t2, 0x2000
  bne $t1, $zero, 3b
  addiu $t1, -1
  la $t1, user                 # both processes have the page of code: valid, clean
  lui $t2, 0x1fff
  ori $t2, 0xffff
  and $t1, $t1, $t2
  srl $t1, $t1, 6
  ori $t1, 0x1a
  lui $t0, 0x8030
  sw $t1, 0x2000($t0)
  sw $t1, 0x4000($t0)
  mtc0 $zero, $6               # no wired entries
  li $t0, 1
  mtc0 $t0, $10                # ASID 1 begins
  la $t1, current
  sw $t0, 0($t1)
  lui $t0, 0x0040
  mtc0 $t0, $14
  li $t0, 0x12                 # user mode, once EXL is left
  mtc0 $t0, $12
  ehb
  eret
  nop

refill:                        # copied to 0x80000000
  mfc0 $k0, $8
  lui $k1, 0x0040
  subu $k0, $k0, $k1
  srl $k0, $k0, 13
  sll $k0, $k0, 3
  mfc0 $k1, $10
  andi $k1, 0xff
  sll $k1, $k1, 13
  addu $k0, $k0, $k1
  lui $k1, 0x8030
  addu $k0, $k0, $k1
  lw $k1, 0($k0)
  mtc0 $k1, $2
  lw $k1, 4($k0)
  mtc0 $k1, $3
  ehb
  tlbwr
  eret
  nop
refill_end:

general:                       # copied to 0x80000180
  lui $k0, %hi(handler)
  addiu $k0, %lo(handler)
  jr $k0
  nop
general_end:

handler:
  mfc0 $k0, $13
  andi $k0, 0x7c
  li $k1, 0x20
  beq $k0, $k1, system_call
  li $k1, 0x04
  beq $k0, $k1, first_store
  li $k1, 0x08
  beq $k0, $k1, page_fault
  li $k1, 0x0c
  beq $k0, $k1, page_fault
  nop
  b end
  nop

page_fault:                    # the entry is invalid: the pool's next frame, clean
  mfc0 $k0, $8
  lui $k1, 0x0040
  subu $k0, $k0, $k1
  srl $k0, $k0, 12
  sll $k0, $k0, 2
  mfc0 $k1, $10
  andi $k1, 0xff
  sll $k1, $k1, 13
  addu $k0, $k0, $k1
  lui $k1, 0x8030
  addu $k0, $k0, $k1
  lui $k1, %hi(pool)
  lw $k1, %lo(pool)($k1)
  srl $k1, $k1, 6
  ori $k1, 0x1a
  sw $k1, 0($k0)
  lui $k1, %hi(pool)
  lw $t8, %lo(pool)($k1)
  addiu $t8, 0x1000
  sw $t8, %lo(pool)($k1)
  b rewrite
  nop

first_store:                   # the page is dirty from now on
  mfc0 $k0, $8
  lui $k1, 0x0040
  subu $k0, $k0, $k1
  srl $k0, $k0, 12
  sll $k0, $k0, 2
  mfc0 $k1, $10
  andi $k1, 0xff
  sll $k1, $k1, 13
  addu $k0, $k0, $k1
  lui $k1, 0x8030
  addu $k0, $k0, $k1
  lw $k1, 0($k0)
  ori $k1, 4
  sw $k1, 0($k0)

rewrite:                       # the TLB's pair of entries from the page table's, at k0
  srl $k0, $k0, 3
  sll $k0, $k0, 3
  lw $k1, 0($k0)
  mtc0 $k1, $2
  lw $k1, 4($k0)
  mtc0 $k1, $3
  ehb
  tlbp
  ehb
  mfc0 $k1, $0
  bltz $k1, 1f
  nop
  tlbwi
  b 2f
  nop
1:
  tlbwr
2:
  ehb
  eret
  nop

system_call:
  mfc0 $k0, $14
  addiu $k0, 4
  mtc0 $k0, $14
  li $k1, CALL_YIELD
  beq $v0, $k1, yield
  li $k1, CALL_END
  beq $v0, $k1, end
  li $k1, CALL_REMAP
  beq $v0, $k1, remap
  nop
  lui $v0, %hi(current)
  lw $v0, %lo(current)($v0)
  eret
  nop

remap:                         # the page at a0 to the pool's next frame
  lui $k1, 0x0040
  subu $k0, $a0, $k1
  srl $k0, $k0, 12
  sll $k0, $k0, 2
  mfc0 $k1, $10
  andi $k1, 0xff
  sll $k1, $k1, 13
  addu $k0, $k0, $k1
  lui $k1, 0x8030
  addu $k0, $k0, $k1
  lui $k1, %hi(pool)
  lw $v0, %lo(pool)($k1)
  addiu $v1, $v0, 0x1000
  sw $v1, %lo(pool)($k1)
  srl $v0, $v0, 6
  ori $v0, 0x1e
  sw $v0, 0($k0)
  mfc0 $v1, $10
  srl $k1, $a0, 13
  sll $k1, $k1, 13
  andi $v1, 0xff
  or $k1, $k1, $v1
  mtc0 $k1, $10
  b rewrite
  nop

yield:                         # the other process goes on
  lui $k1, %hi(current)
  lw $k0, %lo(current)($k1)
  lui $v1, %hi(saved)
  addiu $v1, %lo(saved)
  sll $v0, $k0, 5
  addu $v1, $v1, $v0
  mfc0 $v0, $14
  sw $v0, 0($v1)
  sw $s0, 4($v1)
  sw $s1, 8($v1)
  sw $s2, 12($v1)
  li $v0, 3
  subu $k0, $v0, $k0
  sw $k0, %lo(current)($k1)
  mtc0 $k0, $10
  lui $v1, %hi(saved)
  addiu $v1, %lo(saved)
  sll $v0, $k0, 5
  addu $v1, $v1, $v0
  lw $v0, 0($v1)
  mtc0 $v0, $14
  lw $s0, 4($v1)
  lw $s1, 8($v1)
  lw $s2, 12($v1)
  ehb
  eret
  nop

end:
  lui $k0, 0xbf00
  li $k1, 0x42
  sw $k1, 0x500($k0)           # Malta's SOFTRES register: reset
1:
  b 1b
  nop

  .data
current: .word 0
pool: .word 0x00400000
saved:                         # epc, s0, s1, s2 of ASID 0, 1 and 2
  .fill 16, 4, 0
  .word 0x00400000, 0, 0, 0

  .section .user, "ax"
user:
  li $v0, CALL_WHO
  syscall
  move $s0, $v0
  lui $s1, 0x0041
  li $s2, PAGES
1:
  lw $t0, 0($s1)               # refill, then page fault
  sw $s0, 0($s1)               # TLB modified
  addiu $s2, -1
  bne $s2, $zero, 1b
  addiu $s1, 0x1000
  li $v0, CALL_YIELD
  syscall
  lui $a0, 0x0041
  li $v0, CALL_REMAP
  syscall
  lui $t0, 0x0041
  sw $s0, 0($t0)
  li $s2, ROUNDS
2:
  lui $t0, 0x0041
  lw $t1, 0($t0)
  lw $t1, 0x2000($t0)
  li $v0, CALL_YIELD
  syscall
  addiu $s2, -1
  bne $s2, $zero, 2b
  nop
  li $v0, CALL_END
  syscall
  nop
