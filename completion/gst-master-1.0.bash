# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Completion of gst-master-1.0 for bash. What can be said is asked of the tool.

_gst_master_words ()
{
  case $2 in
    --target) "$1" --list-targets | awk 'NR > 3 { print $1 }' ;;
    --preset) "$1" --list-presets | awk '{ print $1 }' ;;
    --profile | --genre) echo auto pop jazz classical loud-modern all ;;
    --restore) echo auto declick dehum ;;
    --make) LC_ALL=C "$1" --help | tr -d '\n' |
      sed 's/.*by 1 to 5 (2): *//; s/ *--.*//; s/[, ]\+/ /g' ;;
    --format) echo wav flac mp3 ogg opus m4a ;;
    --bits) echo 16 24 32 ;;
    *) "$1" --help | grep -oE '(^|[ ,])--[a-z0-9-]+' | tr -d ' ,' ;;
  esac 2>/dev/null
}

_gst_master ()
{
  local tool=${COMP_WORDS[0]} cur=${COMP_WORDS[COMP_CWORD]}
  local prev=${COMP_WORDS[COMP_CWORD - 1]} before=

  COMPREPLY=()
  # Readline parts words at the colon of eq:air.
  if [ "$cur" = : ]; then
    cur= before=$prev: prev=${COMP_WORDS[COMP_CWORD - 2]}
  elif [ "$prev" = : ]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}: prev=${COMP_WORDS[COMP_CWORD - 3]}
  fi
  [ "$cur" = = ] && cur=
  [ "$prev" = = ] && prev=${COMP_WORDS[COMP_CWORD - 2]}
  case $prev in
    --target | --preset | --profile | --genre | --make | --format | --bits | \
      --restore)
      COMPREPLY=($(compgen -W "$(_gst_master_words "$tool" "$prev")" \
        -- "$before$cur"))
      COMPREPLY=("${COMPREPLY[@]#"$before"}")
      return
      ;;
  esac
  [ "${cur#-}" = "$cur" ] ||
    COMPREPLY=($(compgen -W "$(_gst_master_words "$tool" "")" -- "$cur"))
}

complete -o default -F _gst_master gst-master-1.0
