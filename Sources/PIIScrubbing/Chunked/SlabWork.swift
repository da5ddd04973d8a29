/// What goes through a text piece by piece.
package protocol TextPass: Sendable {
    associatedtype Product: Sendable

    /// - Parameter isLast: whether the text ends with the piece.
    mutating func append(_ piece: ArraySlice<UInt8>, isLast: Bool) -> Product

    /// Whether the other gives the same products from here on, whatever follows.
    func isInStep(with other: Self) -> Bool
}

/// A slab that is worked on before it is known what came of the text before it.
///
/// Where the slab starts says nothing: something may begin before it and reach into it. So a pass that begins with the
/// slab is a guess, and the guess is held to the pass that comes from before. That one takes the first bytes of the
/// slab as well. Are both then in step — the same is decided, the same is held back, the same was found in what either
/// still looks back at — they cannot differ any more, and the rest of the guess counts. As a rule they are, since what
/// one may know and the other not is forgotten after a thousand bytes. Where they are not, the slab is worked on again.
package struct SlabWork<Pass: TextPass>: Sendable {
    private struct Guess: Sendable {
        let afterLead: Pass
        let rest: Pass.Product
        let end: Pass
    }

    private let slab: Slab
    private let guess: Guess?

    /// Works on a slab ahead of its turn; nothing is done for one that is too short to be worth it.
    ///
    /// - Parameter pass: begun with the slab; nil where the turn is waited for.
    package init(_ slab: Slab, beginning pass: Pass?) {
        self.slab = slab
        guard var pass, slab.leadBytes > 0 else {
            guess = nil
            return
        }
        let pieces = slab.pieces
        _ = pass.append(pieces[0], isLast: false)
        let afterLead = pass
        let rest = pass.append(pieces[1], isLast: slab.isLast)
        guess = Guess(afterLead: afterLead, rest: rest, end: pass)
    }

    /// What comes of the slab.
    ///
    /// - Parameter pass: comes from before, and has then gone through the slab.
    package func products(continuing pass: inout Pass) -> [Pass.Product] {
        let pieces = slab.pieces
        return pieces.indices.map { index in
            if index == 1, let guess, pass.isInStep(with: guess.afterLead) {
                pass = guess.end
                return guess.rest
            }
            return pass.append(pieces[index], isLast: slab.isLast && index == pieces.count - 1)
        }
    }
}
