namespace Lanyard.Cli.Commands.Completion;

/// <summary>
/// A script for each shell. All of them ask <c>lanyard complete</c>, by that name and on the <c>PATH</c>: to press Tab must not run
/// a program because it lies in some folder. Behind <c>--</c> the command's own completion takes over.
/// </summary>
internal static class CompletionScripts
{
    public const string Bash =
        """
        # lanyard completion for bash. To load it: eval "$(lanyard completion bash)"
        _lanyard() {
          local i IFS=$'\n'
          for ((i = 1; i < COMP_CWORD; i++)); do
            if [[ ${COMP_WORDS[i]} == -- ]]; then
              IFS=$' \t\n'
              if declare -F _comp_command_offset >/dev/null; then
                _comp_command_offset $((i + 1))
              elif declare -F _command_offset >/dev/null; then
                _command_offset $((i + 1))
              fi
              return
            fi
          done
          COMPREPLY=($(lanyard complete bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
        }
        complete -o default -F _lanyard lanyard

        """;

    public const string Zsh =
        """
        #compdef lanyard
        # lanyard completion for zsh. To load it: eval "$(lanyard completion zsh)"
        _lanyard() {
          local i
          local -a found
          for ((i = 2; i < CURRENT; i++)); do
            if [[ ${words[i]} == -- ]]; then
              shift $i words
              ((CURRENT -= i))
              _normal
              return
            fi
          done
          found=("${(@f)$(lanyard complete zsh -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
          if [[ -n ${found[1]} ]]; then
            _describe lanyard found
          else
            _files
          fi
        }
        if [[ ${funcstack[1]} == _lanyard ]]; then
          _lanyard "$@"
        else
          if ! whence compdef >/dev/null; then
            autoload -Uz compinit && compinit
          fi
          compdef _lanyard lanyard
        fi

        """;

    public const string Fish =
        """
        # lanyard completion for fish. To load it: lanyard completion fish | source
        function __lanyard_complete
            set -l words (commandline -opc) (commandline -ct)
            if set -l at (contains -i -- -- $words[1..-2])
                complete -C (string join ' ' -- (string escape -- $words[(math $at + 1)..-2]) (commandline -ct))
                return
            end
            set -l found (lanyard complete fish -- $words[2..-1] 2>/dev/null)
            if test (count $found) -gt 0
                printf '%s\n' $found
            else
                __fish_complete_path (commandline -ct)
            end
        end
        complete -c lanyard -f -a '(__lanyard_complete)'

        """;

    public const string PowerShell =
        """
        # lanyard completion for PowerShell. To load it: lanyard completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName lanyard -ScriptBlock {
            param($word, $ast, $cursor)
            $words = @($ast.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { $_.ToString() })
            lanyard complete powershell '--' @words ".$word" 2>$null | ForEach-Object {
                $value, $text = $_ -split "`t", 2
                if (-not $text) { $text = $value }
                [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $text)
            }
        }

        """;
}
