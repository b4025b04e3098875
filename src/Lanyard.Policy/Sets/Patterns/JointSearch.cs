namespace Lanyard.Policy.Sets.Patterns;

/// <summary>Texts that fit the same of several patterns.</summary>
/// <param name="Matches">The numbers of the patterns that they fit.</param>
/// <param name="Example">One of the shortest of them.</param>
internal sealed record TextCell(Bits Matches, string Example);

/// <summary>What a search through texts found.</summary>
/// <param name="Cells">The cells.</param>
/// <param name="IsComplete">Whether all texts were gone through, so that there is no other cell.</param>
internal sealed record TextCells(IReadOnlyList<TextCell> Cells, bool IsComplete);

/// <summary>
/// Divides texts by the patterns they fit. All patterns are followed at once, as automata whose common states are made as they are met;
/// of the alphabet only the characters count that some pattern waits for, and one more that stands for all others.
/// </summary>
/// <remarks>The shortest texts come first. The patterns of real policies differ near their start, so that few states are common to many.</remarks>
internal sealed class JointSearch
{
    private const string Plain = "xabcdefghijklmnopqrstuvwyz0123456789XABCDEFGHIJKLMNOPQRSTUVWYZ-_.";

    private readonly TextPattern[] _patterns;
    private readonly int[] _offsets;
    private readonly bool _ignoreCase;
    private readonly Dictionary<State, int> _known = [];
    private readonly List<(State State, int From, char By)> _states = [];
    private readonly List<int> _next = [];

    // The group of each pattern, and of each group the pattern that stands for all once one of them fits for good; -1 without any.
    private readonly int[] _groups;
    private readonly int[] _forGood;
    private readonly bool _hasGroups;

    private JointSearch(IReadOnlyList<TextPattern> patterns, TextPattern universe, IReadOnlyList<int>? groups)
    {
        _groups = [-1, .. groups ?? [.. Enumerable.Range(0, patterns.Count)]];
        _forGood = new int[_groups.Length == 1 ? 0 : _groups.Max() + 1];
        _hasGroups = _forGood.Length < patterns.Count;
        _forGood.AsSpan().Fill(-1);
        for (var i = patterns.Count; i > 0; i--)
        {
            _forGood[_groups[i]] = patterns[i - 1].Tokens is [.., { Kind: TokenKind.Star }] ? i : _forGood[_groups[i]];
        }

        // The universe comes first: a text that has left it is given up.
        _patterns = [universe, .. patterns];
        _ignoreCase = universe.IgnoreCase && patterns.All(pattern => pattern.IgnoreCase);
        _offsets = new int[_patterns.Length + 1];
        for (var i = 0; i < _patterns.Length; i++)
        {
            _offsets[i + 1] = _offsets[i] + _patterns[i].Tokens.Length + 1;
        }
    }

    /// <summary>Divides the texts of a universe.</summary>
    /// <param name="patterns">The patterns.</param>
    /// <param name="universe">The pattern that all texts fit.</param>
    /// <param name="maxSteps">How much work may be done: characters tried, times patterns that are still possible there.</param>
    /// <param name="enough">Whether a cell ends the search; it is in the answer then, which is incomplete.</param>
    /// <param name="groups">
    /// The group of each pattern, when it is enough to know whether some pattern of a group fits; the cells hold numbers of groups then.
    /// </param>
    public static TextCells Divide(
        IReadOnlyList<TextPattern> patterns, TextPattern universe, int maxSteps, Predicate<TextCell>? enough = null, IReadOnlyList<int>? groups = null)
    {
        var search = new JointSearch(patterns, universe, groups);
        var cells = new Dictionary<Bits, TextCell>();
        search.Start();
        var steps = 0;
        for (var i = 0; i < search._states.Count; i++)
        {
            if (search.MatchesAt(i) is { } matches && !cells.ContainsKey(matches))
            {
                var cell = new TextCell(matches, search.TextAt(i));
                cells.Add(matches, cell);
                if (enough?.Invoke(cell) == true)
                {
                    return new TextCells([.. cells.Values], IsComplete: false);
                }
            }

            steps += search.Go(i);
            if (steps > maxSteps)
            {
                return new TextCells([.. cells.Values], IsComplete: false);
            }
        }

        return new TextCells([.. cells.Values], IsComplete: true);
    }

    private void Start()
    {
        _next.Clear();
        for (var i = 0; i < _patterns.Length; i++)
        {
            var begin = _next.Count;
            Enter(i, 0);
            Settle(i, begin);
        }

        Meet(-1, '\0');
    }

    // Goes on from a state by every character that makes a difference there.
    private int Go(int number)
    {
        var positions = _states[number].State.Positions;
        var symbols = Symbols(positions);
        foreach (var symbol in symbols)
        {
            _next.Clear();
            var pattern = 0;
            var begin = 0;
            foreach (var position in positions)
            {
                while (position >= _offsets[pattern + 1])
                {
                    Settle(pattern++, begin);
                    begin = _next.Count;
                    if (pattern == 1 && begin == 0)
                    {
                        break;
                    }
                }

                if (pattern == 1 && begin == 0)
                {
                    break;
                }

                var at = position - _offsets[pattern];
                var tokens = _patterns[pattern].Tokens;
                if (at < tokens.Length && tokens[at].Takes(symbol, _patterns[pattern].IgnoreCase))
                {
                    Enter(pattern, tokens[at].IsStar ? at : at + 1);
                }
            }

            Settle(pattern, begin);
            if (_next.Count > 0 && _next[0] < _offsets[1])
            {
                Meet(number, symbol);
            }
        }

        return symbols.Count * positions.Length;
    }

    // A position behind which a star is none yet: the star may take nothing.
    private void Enter(int pattern, int at)
    {
        var tokens = _patterns[pattern].Tokens;
        _next.Add(_offsets[pattern] + at);
        if (at < tokens.Length && tokens[at].IsStar)
        {
            _next.Add(_offsets[pattern] + at + 1);
        }
    }

    // Once a star is reached, what waits before it leads nowhere that the star doesn't.
    private void Settle(int pattern, int begin)
    {
        var count = _next.Count - begin;
        if (count < 2)
        {
            return;
        }

        var part = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_next)[begin..];
        part.Sort();
        var tokens = _patterns[pattern].Tokens;
        var first = count - 1;
        while (first > 0 && !(part[first] - _offsets[pattern] is var at && at < tokens.Length && tokens[at].IsStar))
        {
            first--;
        }

        var kept = 0;
        for (var i = first; i < count; i++)
        {
            if (kept == 0 || part[kept - 1] != part[i])
            {
                part[kept++] = part[i];
            }
        }

        _next.RemoveRange(begin + kept, count - kept);
    }

    private void Meet(int from, char by)
    {
        if (_hasGroups)
        {
            Forget();
        }

        var state = new State([.. _next]);
        if (_known.TryAdd(state, _states.Count))
        {
            _states.Add((state, from, by));
        }
    }

    // Where a pattern fits whatever comes, the others of its group count for nothing any more.
    private void Forget()
    {
        var settled = new HashSet<int>();
        for (var (i, pattern) = (0, 0); i < _next.Count; i++)
        {
            while (_next[i] >= _offsets[pattern + 1])
            {
                pattern++;
            }

            if (pattern > 0 && _patterns[pattern].Tokens is [.., { Kind: TokenKind.Star }] && _next[i] == _offsets[pattern + 1] - 2)
            {
                settled.Add(_groups[pattern]);
            }
        }

        if (settled.Count == 0)
        {
            return;
        }

        var at = 0;
        _next.RemoveAll(position =>
        {
            while (position >= _offsets[at + 1])
            {
                at++;
            }

            return at > 0 && settled.Contains(_groups[at]);
        });
        foreach (var group in settled)
        {
            _next.Add(_offsets[_forGood[group] + 1] - 2);
            _next.Add(_offsets[_forGood[group] + 1] - 1);
        }

        _next.Sort();
    }

    private Bits? MatchesAt(int number)
    {
        var matches = new Bits(_forGood.Length);
        var inUniverse = false;
        var pattern = 0;
        foreach (var position in _states[number].State.Positions)
        {
            while (position >= _offsets[pattern + 1])
            {
                pattern++;
            }

            if (position == _offsets[pattern + 1] - 1)
            {
                inUniverse |= pattern == 0;
                if (pattern > 0)
                {
                    matches[_groups[pattern]] = true;
                }
            }
        }

        return inUniverse ? matches : null;
    }

    private string TextAt(int number)
    {
        var text = new Stack<char>();
        for (; _states[number].From >= 0; number = _states[number].From)
        {
            text.Push(_states[number].By);
        }

        return new string([.. text]);
    }

    // The one for all others comes first: it reads best in an example.
    private List<char> Symbols(int[] positions)
    {
        var symbols = new SortedSet<char>();
        var pattern = 0;
        foreach (var position in positions)
        {
            while (position >= _offsets[pattern + 1])
            {
                pattern++;
            }

            var at = position - _offsets[pattern];
            if (at < _patterns[pattern].Tokens.Length)
            {
                Add(symbols, _patterns[pattern].Tokens[at], _patterns[pattern].IgnoreCase);
            }
        }

        return [Other(symbols), .. symbols];
    }

    private void Add(SortedSet<char> symbols, Token token, bool ignoreCase)
    {
        switch (token.Kind)
        {
            case TokenKind.Literal when ignoreCase && !_ignoreCase:
                symbols.UnionWith(LetterCase.Of(token.Char));
                break;
            case TokenKind.Literal:
                symbols.Add(token.Char);
                break;
            case TokenKind.OneInPart or TokenKind.StarInPart:
                symbols.Add(':');
                break;
            default:
                break;
        }
    }

    // Stands for all characters that nothing waits for.
    private char Other(SortedSet<char> symbols)
    {
        foreach (var plain in Plain)
        {
            if (!symbols.Contains(plain)
                && !(_ignoreCase && (symbols.Contains(char.ToUpperInvariant(plain)) || symbols.Contains(char.ToLowerInvariant(plain)))))
            {
                return plain;
            }
        }

        var other = '\u4e00';
        while (symbols.Contains(other))
        {
            other++;
        }

        return other;
    }

    private readonly struct State : IEquatable<State>
    {
        private readonly int _hash;

        public State(int[] positions)
        {
            Positions = positions;
            var hash = new HashCode();
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(positions.AsSpan()));
            _hash = hash.ToHashCode();
        }

        public int[] Positions { get; }

        public bool Equals(State other) => _hash == other._hash && Positions.AsSpan().SequenceEqual(other.Positions);

        public override bool Equals(object? obj) => obj is State other && Equals(other);

        public override int GetHashCode() => _hash;
    }
}
