namespace Lanyard.Cli.Commands.Shell;

/// <summary>
/// What each shell loads: <c>lanyard-use</c>, which takes an identity into the shell it is called in, and a prompt segment that is made
/// of variables which it left there. To draw a prompt no process is started, by no shell: the clock too is the shell's own.
/// </summary>
internal static class ShellScripts
{
    public const string Bash =
        """
        # lanyard for bash. To load it: eval "$(lanyard shell-init bash)"
        lanyard-use() {
          local out code=0
          case ${1-} in
            -h | --help)
              echo "usage: lanyard-use NAME [login] | login | logout; without a word it takes the identity out of this shell"
              return 0 ;;
            '' | logout)
              [[ ${1-} != logout || -z ${LANYARD_USE-} ]] || lanyard logout "--$LANYARD_USE_KIND" "$LANYARD_USE" || code=$?
              out=$(lanyard env --unset --format bash) || return ;;
            login)
              [[ -n ${LANYARD_USE-} ]] || { echo "lanyard-use: this shell uses nothing yet; lanyard-use NAME login" >&2; return 2; }
              out=$(lanyard env --use "$LANYARD_USE" --login --format bash) || return ;;
            *)
              [[ -z ${2-} || $2 == login ]] || { echo "lanyard-use: only \`login\` may stand behind a name" >&2; return 2; }
              out=$(lanyard env --use "$1" ${2:+--login} --format bash) || return ;;
          esac
          eval "$out"
          __lanyard_prompt
          return $code
        }
        __lanyard_prompt() {
          local code=$? now left='' on='' off=''
          LANYARD_PROMPT=
          if [[ -n ${LANYARD_USE-} ]]; then
            if [[ -n ${LANYARD_USE_UNTIL-} ]]; then
              now=${EPOCHSECONDS-}
              [[ -n $now ]] || printf -v now '%(%s)T' -1 2>/dev/null
              left=' ended'
              [[ -n $now ]] || left=
              if [[ -n $now ]] && ((LANYARD_USE_UNTIL > now)); then left=" $(((LANYARD_USE_UNTIL - now) / 60))m"; fi
            fi
            if [[ -n ${LANYARD_USE_PROTECTED-} && -z ${NO_COLOR-} ]]; then on=$'\001\e[31m\002' off=$'\001\e[0m\002'; fi
            LANYARD_PROMPT="$on[${LANYARD_USE//[^[:print:]]/?}${LANYARD_USE_ACCOUNT:+ $LANYARD_USE_ACCOUNT}$left]$off "
          fi
          return $code
        }
        [[ ";${PROMPT_COMMAND-};" == *';__lanyard_prompt;'* ]] || PROMPT_COMMAND="__lanyard_prompt${PROMPT_COMMAND:+;$PROMPT_COMMAND}"
        [[ -z ${PS1-} || $PS1 == *LANYARD_PROMPT* ]] || PS1='${LANYARD_PROMPT}'$PS1
        _lanyard_use() {
          local IFS=$'\n' cur=${COMP_WORDS[COMP_CWORD]}
          if ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[*]} != *:* ]]; then
            COMPREPLY=($(compgen -W login -- "$cur"))
          else
            COMPREPLY=($(lanyard complete bash -- env --use "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
          fi
        }
        complete -F _lanyard_use lanyard-use

        """;

    public const string Zsh =
        """
        # lanyard for zsh. To load it: eval "$(lanyard shell-init zsh)"
        lanyard-use() {
          local out code=0
          case ${1-} in
            -h | --help)
              print "usage: lanyard-use NAME [login] | login | logout; without a word it takes the identity out of this shell"
              return 0 ;;
            '' | logout)
              [[ ${1-} != logout || -z ${LANYARD_USE-} ]] || lanyard logout "--$LANYARD_USE_KIND" "$LANYARD_USE" || code=$?
              out=$(lanyard env --unset --format bash) || return ;;
            login)
              [[ -n ${LANYARD_USE-} ]] || { print -u2 "lanyard-use: this shell uses nothing yet; lanyard-use NAME login"; return 2 }
              out=$(lanyard env --use "$LANYARD_USE" --login --format bash) || return ;;
            *)
              [[ -z ${2-} || $2 == login ]] || { print -u2 'lanyard-use: only `login` may stand behind a name'; return 2 }
              out=$(lanyard env --use "$1" ${2:+--login} --format bash) || return ;;
          esac
          eval "$out"
          __lanyard_prompt
          return $code
        }
        zmodload zsh/datetime
        __lanyard_prompt() {
          local left= on= off= name
          LANYARD_PROMPT=
          [[ -n ${LANYARD_USE-} ]] || return 0
          if [[ -n ${LANYARD_USE_UNTIL-} ]]; then
            left=' ended'
            if ((LANYARD_USE_UNTIL > EPOCHSECONDS)); then left=" $(((LANYARD_USE_UNTIL - EPOCHSECONDS) / 60))m"; fi
          fi
          if [[ -n ${LANYARD_USE_PROTECTED-} && -z ${NO_COLOR-} ]]; then on='%F{red}' off='%f'; fi
          name=${LANYARD_USE//[^[:print:]]/?}
          LANYARD_PROMPT="${on}[${name//\%/%%}${LANYARD_USE_ACCOUNT:+ $LANYARD_USE_ACCOUNT}${left}]${off} "
        }
        autoload -Uz add-zsh-hook && add-zsh-hook precmd __lanyard_prompt
        setopt prompt_subst
        [[ -z ${PROMPT-} || $PROMPT == *LANYARD_PROMPT* ]] || PROMPT='${LANYARD_PROMPT}'$PROMPT

        """;

    public const string ZshCompletion =
        """
        _lanyard_use() {
          local -a found
          if ((CURRENT == 2)); then
            found=("${(@f)$(lanyard complete zsh -- env --use "${(Q)words[2]}" 2>/dev/null)}")
            [[ -z ${found[1]} ]] || _describe lanyard-use found
          elif ((CURRENT == 3)); then
            compadd login
          fi
        }
        compdef _lanyard_use lanyard-use

        """;

    public const string Fish =
        """
        # lanyard for fish. To load it: lanyard shell-init fish | source
        function lanyard-use --description 'Take an identity into this shell, or out of it'
            set -l out
            set -l code 0
            switch "$argv[1]"
                case -h --help
                    echo "usage: lanyard-use NAME [login] | login | logout; without a word it takes the identity out of this shell"
                    return 0
                case '' logout
                    if test "$argv[1]" = logout -a -n "$LANYARD_USE"
                        lanyard logout "--$LANYARD_USE_KIND" "$LANYARD_USE"
                        or set code $status
                    end
                    set out (lanyard env --unset --format fish)
                    or return
                case login
                    if test -z "$LANYARD_USE"
                        echo "lanyard-use: this shell uses nothing yet; lanyard-use NAME login" >&2
                        return 2
                    end
                    set out (lanyard env --use "$LANYARD_USE" --login --format fish)
                    or return
                case '*'
                    set -l login
                    if test "$argv[2]" = login
                        set login --login
                    else if test -n "$argv[2]"
                        echo 'lanyard-use: only `login` may stand behind a name' >&2
                        return 2
                    end
                    set out (lanyard env --use "$argv[1]" $login --format fish)
                    or return
            end
            string join \n -- $out | source
            return $code
        end
        function lanyard_prompt --description 'Show which identity this shell has'
            test -n "$LANYARD_USE"
            or return 0
            set -l left
            if test -n "$LANYARD_USE_UNTIL"
                # The age of a folder and the time it was changed at add up to now: fish has no clock of its own.
                set -l now (math (path mtime /) + (path mtime --relative /))
                if test "$LANYARD_USE_UNTIL" -gt "$now"
                    set left " "(math --scale 0 "($LANYARD_USE_UNTIL - $now) / 60")m
                else
                    set left " ended"
                end
            end
            set -l name (string replace --all --regex '[[:cntrl:]]' '?' -- "$LANYARD_USE")
            set -l account
            if test -n "$LANYARD_USE_ACCOUNT"
                set account " $LANYARD_USE_ACCOUNT"
            end
            if test -n "$LANYARD_USE_PROTECTED" -a -z "$NO_COLOR"
                set_color red
                printf '[%s%s%s]' "$name" "$account" "$left"
                set_color normal
                printf ' '
            else
                printf '[%s%s%s] ' "$name" "$account" "$left"
            end
        end
        function __lanyard_status
            return $argv[1]
        end
        if status is-interactive; and functions -q fish_prompt; and not functions -q __lanyard_other_prompt
            functions -c fish_prompt __lanyard_other_prompt
            function fish_prompt
                set -l code $status
                lanyard_prompt
                __lanyard_status $code
                __lanyard_other_prompt
            end
        end
        complete -c lanyard-use -f -n __fish_is_first_arg -a '(lanyard complete fish -- env --use (commandline -ct) 2>/dev/null)'
        complete -c lanyard-use -f -n 'not __fish_is_first_arg' -a login

        """;

    public const string PowerShell =
        """
        # lanyard for PowerShell. To load it: lanyard shell-init powershell | Out-String | Invoke-Expression
        function lanyard-use([string]$Name, [string]$Action) {
            if ($Name -eq 'login' -and -not $Env:LANYARD_USE) { Write-Error 'this shell uses nothing yet; lanyard-use NAME login'; return }
            if ($Name -eq 'logout' -and $Env:LANYARD_USE) { lanyard logout "--$Env:LANYARD_USE_KIND" $Env:LANYARD_USE }
            $words = if (-not $Name -or $Name -eq 'logout') { @('--unset') }
                elseif ($Name -eq 'login') { @('--use', $Env:LANYARD_USE, '--login') }
                elseif ($Action -eq 'login') { @('--use', $Name, '--login') }
                else { @('--use', $Name) }
            $out = lanyard env @words --format powershell | Out-String
            if ($LASTEXITCODE -eq 0) { Invoke-Expression $out }
        }
        function Get-LanyardPrompt {
            if (-not $Env:LANYARD_USE) { return '' }
            $left = ''
            if ($Env:LANYARD_USE_UNTIL) {
                $seconds = [long]$Env:LANYARD_USE_UNTIL - [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
                $left = if ($seconds -gt 0) { " $([math]::Floor($seconds / 60))m" } else { ' ended' }
            }
            $account = if ($Env:LANYARD_USE_ACCOUNT) { " $Env:LANYARD_USE_ACCOUNT" } else { '' }
            $text = "[$Env:LANYARD_USE$account$left]"
            if ($Env:LANYARD_USE_PROTECTED -and -not $Env:NO_COLOR) { $text = "$([char]27)[31m$text$([char]27)[0m" }
            "$text "
        }
        if (-not $global:LanyardOtherPrompt) {
            $global:LanyardOtherPrompt = $function:prompt
            function global:prompt { "$(Get-LanyardPrompt)$(& $global:LanyardOtherPrompt)" }
        }

        """;
}
