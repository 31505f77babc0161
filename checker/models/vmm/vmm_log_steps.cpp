// The log of dirty pages, as far as it depends on where the monitor's tasks stand.
#include "braid/checker/models/vmm/vmm.h"

namespace braid::models {

using explore::Control;

bool Vmm::sending(std::uint32_t page, Control control) const {
  for (std::uint32_t task = 0; task < task_count(); ++task) {
    if (program_.tasks[task].is_sending(page, control.positions[tasks_place_ + task])) return true;
  }
  return false;
}

bool Vmm::aging(std::uint32_t page, Control control, std::uint32_t but_task) const {
  for (std::uint32_t task = 0; task < task_count(); ++task) {
    if (task != but_task && program_.tasks[task].ages(page, control.positions[tasks_place_ + task]))
      return true;
  }
  return false;
}

}  // namespace braid::models
