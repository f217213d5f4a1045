# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Completion of gst-master-1.0 for fish. What can be said is asked of the tool.

function __gst_master_options
  gst-master-1.0 --help | grep -oE '(^|[ ,])--[a-z0-9-]+' | tr -d ' ,'
end

function __gst_master_wishes
  env LC_ALL=C gst-master-1.0 --help | tr -d '\n' |
    sed 's/.*by 1 to 5 (2): *//; s/ *--.*//; s/[, ]\+/ /g' | tr ' ' '\n'
end

complete -c gst-master-1.0 -n 'string match -q -- "-*" (commandline -ct)' \
  -a '(__gst_master_options)'
complete -c gst-master-1.0 -l target -x \
  -a "(gst-master-1.0 --list-targets | awk 'NR > 3 { print \$1 }')"
complete -c gst-master-1.0 -l preset -x \
  -a "(gst-master-1.0 --list-presets | awk '{ print \$1 }')"
complete -c gst-master-1.0 -l profile -x \
  -a 'auto pop jazz classical loud-modern all'
complete -c gst-master-1.0 -l genre -x \
  -a 'auto pop jazz classical loud-modern all'
complete -c gst-master-1.0 -l restore -x -a 'auto declick dehum'
complete -c gst-master-1.0 -l make -x -a '(__gst_master_wishes)'
complete -c gst-master-1.0 -l format -x -a 'wav flac mp3 ogg opus m4a'
complete -c gst-master-1.0 -l bits -x -a '16 24 32'
