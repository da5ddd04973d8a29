"""Word lists of our own: what the texts are made of when they are not made of items."""

COMMON = """
able about above accept account across action active add address advice after again age agree air all allow almost
along already also although always among amount analysis animal answer any appear apply area argue arm around arrive
article ask at attack attention author away back bad bank bar base be beat beautiful because become before begin
behavior behind believe benefit best better between beyond big bill bit blood blue board body book born both box boy
break bring brother budget build business but buy by call camera campaign can cancer car card care career carry case
catch cause cell center central century certain chair chance change character charge check child choice choose church
citizen city civil claim class clear close coach cold college color come common community company compare computer
concern condition conference consider contain continue control cost could country couple course court cover create
crime cultural cup current customer cut dark data daughter day dead deal death debate decade decide decision deep
defense degree democratic describe design despite detail develop die difference different difficult dinner direction
discover discuss disease do doctor dog door down draw dream drive drop drug during each early east easy eat economic
edge education effect effort eight either election else employee end energy enjoy enough enter entire environment
especially establish even evening event ever every evidence exactly example executive exist expect experience expert
explain eye face fact factor fail fall family far fast father fear federal feel few field fight figure fill film final
finally financial find fine finger finish fire firm first fish five floor fly focus follow food foot for force foreign
forget form former forward four free friend from front full fund future game garden gas general generation get girl
give glass go goal good government great green ground group grow growth guess gun guy hair half hand hang happen happy
hard have he head health hear heart heat heavy help her here herself high him history hit hold home hope hospital hot
hotel hour house how however huge human hundred husband idea identify if image imagine impact important improve in
include increase indeed indicate individual industry information inside instead institution interest interview into
investment involve issue it item job join just keep key kid kind kitchen know knowledge land language large last late
laugh law lawyer lay lead leader learn least leave left leg less let letter level life light like likely line list
listen little live local long look lose loss lot love low machine magazine main maintain major majority make man
manage manager many market marriage material matter maybe mean measure media medical meet meeting member memory
mention message method middle might military million mind minute miss mission model modern moment money month more
morning most mother mouth move movement movie much music must my name nation national natural nature near nearly
necessary need network never new news newspaper next nice night nine no none nor north not note nothing notice now
number occur of off offer office officer official often oil old on once one only onto open operation opportunity
option or order organization other others our out outside over own owner page pain painting paper parent part
participant particular partner party pass past patient pattern pay peace people per perform perhaps period person
personal phone physical pick picture piece place plan plant play player point police policy political poor popular
population position positive possible power practice prepare present president pressure pretty prevent price private
probably problem process produce product production professional program project property protect prove provide public
pull purpose push put quality question quickly quite race radio raise range rate rather reach read ready real reality
realize really reason receive recent recognize record red reduce reflect region relate relationship religious remain
remember remove report represent require research resource respond response rest result return reveal rich right rise
risk road rock role room rule run safe same save say scene school science scientist score sea season seat second
section security see seek seem sell send senior sense series serious serve service set seven several shake share she
short should shoulder show side sign significant similar simple simply since sing single sister sit site situation six
size skill skin small so social society soldier some somebody someone something sometimes son song soon sort sound
source south space speak special specific speech spend sport spring staff stage stand standard star start state
statement station stay step still stock stop store story strategy street strong structure student study stuff style
subject success successful such suffer suggest summer support sure surface system table take talk task tax teach
teacher team technology tell ten tend term test than thank that the their them then theory there these they thing
think third this those though thought thousand threat three through throughout thus time to today together tonight too
top total tough toward town trade traditional training travel treat treatment tree trial trip trouble true truth try
turn two type under understand unit until up upon us use usually value various very victim view visit voice vote wait
walk wall want war watch water way we weapon wear week weight well west what whatever when where whether which while
white who whole whom whose why wide wife will win wind window wish with within without woman wonder word work worker
world worry would write writer wrong yard yeah year yes yet you young your yourself
""".split()

FIRST_NAMES = """
Aaron Adam Alice Amanda Amy Andrea Andrew Angela Anna Anthony Ashley Barbara Benjamin Beth Brandon Brian Carlos Carol
Catherine Charles Cheryl Christina Christopher Cynthia Daniel David Deborah Denise Diana Donald Donna Douglas Edward
Elizabeth Emily Eric Erin Frank Gary George Gloria Gregory Hannah Heather Helen Jacob James Jane Jason Jeffrey Jennifer
Jessica John Jonathan Joseph Joshua Joyce Judith Julia Karen Katherine Keith Kelly Kenneth Kevin Kimberly Larry Laura
Linda Lisa Margaret Maria Mark Martha Mary Matthew Megan Melissa Michael Michelle Nancy Natalie Nicholas Nicole Olivia
Pamela Patricia Patrick Paul Peter Rachel Rebecca Richard Robert Ronald Ruth Ryan Samantha Sandra Sarah Scott Sean
Sharon Shawn Stephanie Stephen Steven Susan Teresa Thomas Timothy Tyler Vanessa Victoria Vincent Walter Wendy William
""".split()

LAST_NAMES = """
Adams Allen Anderson Bailey Baker Barnes Bell Bennett Brooks Brown Bryant Butler Campbell Carter Clark Coleman Collins
Cook Cooper Cox Cruz Davis Diaz Edwards Ellis Evans Fisher Flores Ford Foster Freeman Garcia Gibson Gomez Gonzalez
Graham Gray Green Griffin Hall Hamilton Harris Harrison Hayes Henderson Henry Hernandez Hill Howard Hughes Hunter
Jackson James Jenkins Johnson Jones Jordan Kelly Kennedy King Lee Lewis Long Lopez Marshall Martin Martinez Mason
McDonald Miller Mitchell Moore Morgan Morris Murphy Murray Myers Nelson Ortiz Owens Parker Patterson Perez Perry
Peterson Phillips Powell Price Ramirez Reed Reyes Reynolds Richardson Rivera Roberts Robinson Rodriguez Rogers Ross
Russell Sanchez Sanders Scott Shaw Simmons Simpson Smith Stevens Stewart Sullivan Taylor Thomas Thompson Torres Turner
Wagner Walker Wallace Ward Warren Washington Watson Webb Wells West White Williams Wilson Wood Woods Wright Young
""".split()

GERMAN = """
aber als auch auf aus außerdem bei beispielsweise bis bitte dafür damit danach dann darüber dass deshalb die dies doch
dort durch dürfen ein eine einfach erklären ermöglicht erst es etwas fällt für führt geändert gegenüber gehört genau
geöffnet gesprächig größer gründlich gut hätte heißt hier höher ihre immer ist jährlich jedoch kann kein können künftig
lässt läuft liegt lösen löscht mehr möchte möglich müssen nach nächste natürlich nicht noch nötig nur oder öfter ohne
persönlich prüfen schließlich schön sehr sein selbst später tatsächlich täglich über überall übrigens und ungefähr
unser verfügbar verständlich viel vollständig vorläufig während wäre weiß wenn werden wieder wird würde zählt ziemlich
zunächst zurück zusätzlich zuständig zuverlässig Änderung Anfrage Antwort Aufträge Beispiel Daten Dienst Fehler Frage
Gerät Größe Kunde Lösung Maßnahme Möglichkeit Nachricht Prüfung Schlüssel Straße Termin Überblick Übertragung Wert
""".split()

JAPANESE = """
お客様 ご連絡 ありがとうございます 問題 解決 方法 設定 確認 してください 次の 手順 データ サーバー エラー 発生 しました 会議 来週
月曜日 資料 送付 お願いします 説明 例えば 結果 平均 時間 改善 費用 予定 変更 可能 です ます また そして ただし システム 管理 情報
担当者 電話 番号 登録 住所 返信 必要 場合 について による として ください
""".split()

EMOJI = ["😀", "👍", "🎉", "🚀", "❤️", "🙏", "🤔", "✅", "⚠️", "👩‍💻", "🇩🇪", "🔥"]
