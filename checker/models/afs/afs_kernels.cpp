// The kernels, compiled once for every width of states.
#include "braid/checker/models/afs/afs_kernels.h"

#include "braid/checker/explore/swept_widths.h"

namespace braid::models {

template <class S>
void AfsMessages::write_initial(S& state) const {
  for (std::uint32_t file = 0; file < fields_.server.size(); ++file) {
    const AfsFields::Server& server = fields_.server[file];
    state.set(server.content, program_.filled(file, program_.initial[file]));
    if (server.exists.width != 0) state.set(server.exists, trace_.files[file].absent ? 0 : 1);
  }
  for (const AfsFields::Copy& copy : fields_.copies) {
    if (copy.refs.width != 0) state.set(copy.refs, copy.refs_bias);
  }
  for (const AfsFields::Client& client : fields_.clients) {
    if (client.known.width != 0) state.set(client.known, 1);
  }
  for (const AfsFields::UserRights& rights : fields_.rights_of) {
    if (rights.read.width == 0) continue;
    state.set(rights.read, rights.initial.read ? 1 : 0);
    state.set(rights.write, rights.initial.write ? 1 : 0);
    state.set(rights.administer, rights.initial.administer ? 1 : 0);
  }
}

template <class S>
explore::Branch AfsMessages::take(const Step& step, S& state) const {
  return AfsKernel<S>(*this, step, state).take();
}

#define BRAID_INSTANTIATE(S)                             \
  template void AfsMessages::write_initial<S>(S&) const; \
  template explore::Branch AfsMessages::take<S>(const Step&, S&) const;
BRAID_FOR_SWEPT_WIDTHS(BRAID_INSTANTIATE)
#undef BRAID_INSTANTIATE

}  // namespace braid::models
