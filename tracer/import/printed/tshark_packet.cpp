#include "braid/tracer/import/printed/tshark_packet.h"

#include <algorithm>
#include <array>

namespace braid::import::printed {
namespace {

// In the order of their names.
constexpr auto kWanted = std::to_array<std::string_view>({"afs_cb_fid_uniq",
                                                          "afs_cb_fid_vnode",
                                                          "afs_cb_fid_volume",
                                                          "afs_cb_opcode",
                                                          "afs_fs_errcode",
                                                          "afs_fs_fid_uniq",
                                                          "afs_fs_fid_vnode",
                                                          "afs_fs_fid_volume",
                                                          "afs_fs_length",
                                                          "afs_fs_length64",
                                                          "afs_fs_name",
                                                          "afs_fs_newname",
                                                          "afs_fs_offset",
                                                          "afs_fs_offset64",
                                                          "afs_fs_oldname",
                                                          "afs_fs_opcode",
                                                          "afs_fs_status_dataversion",
                                                          "afs_fs_status_length",
                                                          "frame_number",
                                                          "frame_time_epoch",
                                                          "ip_dst",
                                                          "ip_src",
                                                          "ipv6_dst",
                                                          "ipv6_src",
                                                          "nfs_cb_operation",
                                                          "nfs_changeid4",
                                                          "nfs_count3",
                                                          "nfs_count4",
                                                          "nfs_data",
                                                          "nfs_eof",
                                                          "nfs_fattr3_fileid",
                                                          "nfs_fattr3_size",
                                                          "nfs_fattr4_fileid",
                                                          "nfs_fattr4_size",
                                                          "nfs_fhandle",
                                                          "nfs_main_opcode",
                                                          "nfs_mtime_nsec",
                                                          "nfs_mtime_sec",
                                                          "nfs_name",
                                                          "nfs_nfsstat4",
                                                          "nfs_offset3",
                                                          "nfs_offset4",
                                                          "nfs_opcode",
                                                          "nfs_open4_share_access",
                                                          "nfs_open_delegation_type",
                                                          "nfs_pathname_component",
                                                          "nfs_procedure_v2",
                                                          "nfs_procedure_v3",
                                                          "nfs_procedure_v4",
                                                          "nfs_read_data_length",
                                                          "nfs_read_eof",
                                                          "nfs_stable_how4",
                                                          "nfs_status2",
                                                          "nfs_status3",
                                                          "nfs_write_data_length",
                                                          "nfs_write_stable",
                                                          "rpc_msgtyp",
                                                          "rpc_program",
                                                          "rpc_programversion",
                                                          "rpc_xid",
                                                          "rx_callnumber",
                                                          "rx_cid",
                                                          "rx_flags",
                                                          "rx_seq",
                                                          "rx_type",
                                                          "tcp_dstport",
                                                          "tcp_srcport",
                                                          "udp_dstport",
                                                          "udp_payload",
                                                          "udp_srcport"});
static_assert(std::is_sorted(kWanted.begin(), kWanted.end()));

}  // namespace

bool TsharkPacket::wants(std::string_view name) {
  return std::binary_search(kWanted.begin(), kWanted.end(), name);
}

std::string_view TsharkPacket::value(std::string_view name, std::size_t number) const {
  for (const Field& field : fields_) {
    if (field.name == name && number-- == 0) return field.value;
  }
  return {};
}

std::vector<std::string_view> TsharkPacket::values(std::string_view name) const {
  std::vector<std::string_view> all;
  for (const Field& field : fields_) {
    if (field.name == name) all.push_back(field.value);
  }
  return all;
}

std::size_t TsharkPacket::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(fields_.begin(), fields_.end(),
                                                [name](const Field& field) { return field.name == name; }));
}

}  // namespace braid::import::printed
