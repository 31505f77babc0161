// Two small virtual machines at once, each in a process of its own.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "braid/tracer/record/descriptor.h"
#include "braid/tracer/record/guest/kvm_machine.h"
#include "braid/tracer/record/guest/work.h"

namespace braid::record::guest {

/// The machines `vm1` and `vm2`. A signal ends them. They are killed when this process ends.
class MachineWork final : public Work {
 public:
  explicit MachineWork(const GuestProgram& program) : program_(program) {}
  MachineWork(const MachineWork&) = delete;
  MachineWork& operator=(const MachineWork&) = delete;
  ~MachineWork() override { abandon_all(); }

  void start(const sigset_t& mask) override;
  void take(const HeldSignals::Signal& signal) override;
  [[nodiscard]] bool ended() override;
  void abandon() override { abandon_all(); }

  /// Whether a signal ended them.
  [[nodiscard]] bool interrupted() const { return interrupted_; }

  /// Once it has ended: where the machines' memory lay, in lines of a memory map.
  [[nodiscard]] const std::string& memory_map() const { return memory_map_; }

  /// Once it has ended: what went wrong with a machine.
  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  struct Machine {
    std::string name;
    pid_t process = -1;
    Descriptor report;  ///< its memory map; or in the end a complaint
    bool ended = false;
  };

  void kill_all() const;
  void abandon_all();
  void end(Machine& machine, int status);

  GuestProgram program_;
  MemoryMapping shared_;
  std::vector<Machine> machines_;
  std::string memory_map_;
  std::vector<std::string> complaints_;
  bool interrupted_ = false;
};

}  // namespace braid::record::guest
